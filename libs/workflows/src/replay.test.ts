import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const folder = join(import.meta.dirname, '..', 'histories');
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** In a process of its own: neither webpack nor the SDK's native part likes Jest's sandbox. */
const REPLAY = `
import { readFile } from 'node:fs/promises';
import proto from '@temporalio/proto';
import { Worker, bundleWorkflowCode, Runtime, DefaultLogger } from '@temporalio/worker';
Runtime.install({ logger: new DefaultLogger('ERROR') });
const [workflowsPath, folder, ...names] = process.argv.slice(1);
const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: console.error };
const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger: quiet });
const results = {};
for (const name of names) {
  const { workflowId, history } = JSON.parse(await readFile(folder + '/' + name, 'utf8'));
  const recorded = proto.temporal.api.history.v1.History.fromObject(history);
  results[name] = await Worker.runReplayHistory({ workflowBundle }, recorded, workflowId)
    .then(() => 'replayed', (error) => error.name + ': ' + error.message);
}
console.log(JSON.stringify(results));
process.exit(0);
`;

async function replay(workflow: string): Promise<unknown> {
  const args = ['--input-type=module', '-e', REPLAY, workflow, folder, ...names];
  const env = { ...process.env, NODE_OPTIONS: '' };
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env,
    cwd: join(folder, '..', '..', '..'),
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

describe('the workflow', () => {
  it('replays every recorded history', async () => {
    expect(names.length).toBeGreaterThanOrEqual(12);
    const results = await replay(join(import.meta.dirname, 'run-pipeline.workflow.ts'));
    expect(results).toEqual(Object.fromEntries(names.map((name) => [name, 'replayed'])));
  });
});
