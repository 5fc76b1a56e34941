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

/** Something that a test has built for itself. */
export interface BuiltForTest {
  path: string;
  remove(): Promise<void>;
}

/** Runs in a process of its own: bundlers do not like Jest's sandbox. */
const BUILD_WORKER = `
import { bundleProgram } from './tools/setup/bundle-program.mjs';
const [to] = process.argv.slice(1);
await bundleProgram(process.cwd() + '/apps/worker/src/crashing-worker.fixture.ts', to);
`;

const BUNDLE_WORKFLOWS = `
import { writeFile } from 'node:fs/promises';
import { bundleWorkflowCode } from '@temporalio/worker';
const [to, workflowsPath] = process.argv.slice(1);
const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: console.error };
await writeFile(to, (await bundleWorkflowCode({ workflowsPath, logger: quiet })).code);
process.exit(0);
`;

/**
 * The worker, killed by its own hand at a point: see apps/worker/src/crashing-worker.fixture.ts. Built as set-up builds
 * the worker.
 */
export function buildCrashingWorker(): Promise<BuiltForTest> {
  return build('main.mjs', BUILD_WORKER);
}

/** The workflow as it was released on a day, bundled as set-up bundles that of today. */
export function bundleReleasedWorkflow(day: string): Promise<BuiltForTest> {
  const folder = join(repository, 'libs', 'workflows', 'src', 'released', day);
  return build('workflows.js', BUNDLE_WORKFLOWS, join(folder, 'run-pipeline.workflow.ts'));
}

/** In a folder from where a program finds the packages that it would find in the worker's. */
async function build(name: string, script: string, ...more: string[]): Promise<BuiltForTest> {
  const cache = join(repository, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'graft-built-'));
  const path = join(folder, name);
  await run(['--input-type=module', '-e', script, path, ...more]);
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
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
      code === 0 ? resolve() : reject(new Error(`it could not be built: ${words}`)),
    );
  });
}
