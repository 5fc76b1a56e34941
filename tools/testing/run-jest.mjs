import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeModules, repo } from '../setup/paths.mjs';

/** Runs Jest with `args`; resolves with `{passed, failed, skipped}`. A suite that does not even load counts as failed. */
export async function runJest(args) {
  if (!existsSync(join(repo, 'jest.config.mjs'))) return { passed: 0, failed: 0, skipped: 0 };
  const folder = await mkdtemp(join(tmpdir(), 'graft-jest-'));
  const outputFile = join(folder, 'result.json');
  try {
    const jest = join(nodeModules, 'jest', 'bin', 'jest.js');
    const options = `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --no-warnings`;
    const code = await runVisibly([jest, '--json', `--outputFile=${outputFile}`, ...args], {
      NODE_OPTIONS: options.trim(),
    });
    return countJest(JSON.parse(await readFile(outputFile, 'utf8').catch(() => 'null')), code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Adds up Jest's own report; a failure that it has no figure for (a crash, a threshold) counts as one. */
export function countJest(report, code) {
  const passed = report?.numPassedTests ?? 0;
  const failed = (report?.numFailedTests ?? 0) + (report?.numRuntimeErrorTestSuites ?? 0);
  const skipped = report?.numPendingTests ?? 0;
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, skipped };
}

/** Runs Node on our own terminal, so that a person sees the tests as they run; resolves with the exit code. */
export function runVisibly(args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: repo,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
