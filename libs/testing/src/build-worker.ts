import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fakeEngine, repository } from './repository';

export interface BuiltWorker {
  /** Holds all but the fake engine; whoever had it built removes it. */
  folder: string;
  main: string;
  /** The same, killed by its own hand at the point that GRAFT_CRASH_AT names. */
  crashing: string;
  workflows: string;
  fakeEngine: string;
}

/** Runs in a process of its own: bundlers do not like Jest's sandbox. */
const BUILD = `
import { writeFile } from 'node:fs/promises';
import { bundleProgram } from './tools/setup/bundle-program.mjs';
import { bundleWorkflowCode } from '@temporalio/worker';
const [main, crashing, workflows] = process.argv.slice(1);
const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn: console.error, error: console.error };
await bundleProgram(process.cwd() + '/apps/worker/src/main.ts', main);
await bundleProgram(process.cwd() + '/apps/worker/src/crashing-worker.fixture.ts', crashing);
const { code } = await bundleWorkflowCode({
  workflowsPath: process.cwd() + '/libs/workflows/src/run-pipeline.workflow.ts', logger: quiet,
});
await writeFile(workflows, code);
`;

/** Builds the worker and the workflow as set-up does, from the sources as they are now. */
export async function buildWorker(): Promise<BuiltWorker> {
  const folder = join(repository, 'node_modules', '.cache', `graft-worker-${process.pid}`);
  await mkdir(folder, { recursive: true });
  const [main, crashing] = [join(folder, 'main.mjs'), join(folder, 'crashing.mjs')];
  const workflows = join(folder, 'workflows.js');
  await run(['--input-type=module', '-e', BUILD, main, crashing, workflows]);
  return { folder, main, crashing, workflows, fakeEngine };
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
