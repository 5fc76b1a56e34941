import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { origin, token } from './stack.mjs';

const GRAFT = join(import.meta.dirname, '../../cli/bin/graft.js');

/** Runs the command line on the stack that is tested, as a person types it. Resolves with what it printed. */
export async function runGraft(...args) {
  const env = { PATH: process.env.PATH, GRAFT_URL: origin, GRAFT_TOKEN: token };
  const { stdout } = await promisify(execFile)(process.execPath, [GRAFT, ...args], { env });
  return stdout;
}
