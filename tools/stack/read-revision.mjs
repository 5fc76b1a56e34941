import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repo } from '../setup/paths.mjs';
import { runCommand } from '../setup/run-command.mjs';

/**
 * What `GRAFT_REVISION` says, or else the commit of a checkout, with `-changed` where files differ from it; empty where
 * neither is known.
 */
export async function readRevision(folder = repo, env = process.env) {
  if (env.GRAFT_REVISION || !existsSync(join(folder, '.git'))) return env.GRAFT_REVISION ?? '';
  const head = await runCommand('git', ['rev-parse', 'HEAD'], { cwd: folder });
  if (head.code !== 0) return '';
  const changes = ['status', '--porcelain', '--untracked-files=no'];
  const { code, stdout } = await runCommand('git', changes, { cwd: folder });
  return `${head.stdout.trim()}${code === 0 && stdout.trim() === '' ? '' : '-changed'}`;
}
