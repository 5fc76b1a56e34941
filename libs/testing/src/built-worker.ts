import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from './repository';

const built = join(repository, 'apps', 'worker', 'dist');

/** The worker and the workflow, as set-up has built them before any test runs. */
export const builtWorker = {
  main: join(built, 'main.js'),
  workflows: join(built, 'workflows.js'),
};

export interface CrashingWorker {
  /** The worker, killed by its own hand at a point: see apps/worker/src/crashing-worker.fixture.ts. */
  main: string;
  remove(): Promise<void>;
}

/** Runs in a process of its own: bundlers do not like Jest's sandbox. */
const BUILD = `
import { bundleProgram } from './tools/setup/bundle-program.mjs';
const [to] = process.argv.slice(1);
await bundleProgram(process.cwd() + '/apps/worker/src/crashing-worker.fixture.ts', to);
`;

/** Builds it as set-up builds the worker, in a folder from where it finds the same packages. */
export async function buildCrashingWorker(): Promise<CrashingWorker> {
  const cache = join(repository, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'graft-crashing-'));
  const main = join(folder, 'main.mjs');
  await run(['--input-type=module', '-e', BUILD, main]);
  return { main, remove: () => rm(folder, { recursive: true, force: true }) };
}

function run(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, args, {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the worker could not be built: ${words}`)),
    );
  });
}
