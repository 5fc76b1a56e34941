import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { bundleReleasedWorkflow, type BuiltForTest } from '@graft/testing/built-worker';
import { countDoneAgain, readWork, recordWork } from '@graft/testing/engine-work';
import { makeFakeStep } from '@graft/testing/fake-step';
import { RunHarness, type Hold, type RunRef } from '@graft/testing/run-harness';
import { until } from '@graft/testing/services';
import { sendControl } from '@graft/workflows/client';

jest.setTimeout(120_000);

/** Interpreters that runs may have been begun with: see libs/workflows/src/released. */
const RELEASED = ['2026-11-24'];
const [BEFORE, TODAY] = ['of before', 'of today'];
const PARAMS = { epochs: 20 };

let harness: RunHarness;
let undisturbed: string;

beforeAll(async () => {
  harness = await RunHarness.start();
  await recordWork(harness.services.home);
  const worker = await harness.startWorker();
  const run = await harness.submit([makeFakeStep('train', PARAMS)]);
  await harness.untilState(run, 'succeeded');
  undisturbed = await harness.output(run, 'train', 'weights');
  await worker.end('SIGTERM');
});

afterAll(() => harness?.stop());

/** A first step that is over, a training that waits in its sixth epoch, and one after it. */
async function startRun(): Promise<RunRef & Pick<Hold, 'release'>> {
  const { hold, untilReached, release } = await harness.makeHold(5);
  const run = await harness.submit([
    makeFakeStep('prepare', {}, { resource: 'io' }),
    makeFakeStep('train', { ...PARAMS, hold }),
    makeFakeStep('evaluate', {}, { needs: ['prepare', 'train'] }),
  ]);
  await untilReached(run);
  await until('the first step is over', async () => {
    return (await harness.step(run, 'prepare')).state === 'succeeded';
  });
  return { ...run, release };
}

/** Which builds of the workflow have decided what the run does, in order. */
async function listBuilds(run: RunRef): Promise<string[]> {
  const { events } = await harness.client.workflow.getHandle(`run:${run.runId}`).fetchHistory();
  const builds = (events ?? []).flatMap(({ workflowTaskCompletedEventAttributes: done }) =>
    done ? [done.workerVersion?.buildId ?? done.binaryChecksum ?? ''] : [],
  );
  return [...new Set(builds)];
}

/** The result of an undisturbed run, nothing done again, and each step by the worker that ended it. */
async function checkEnd(run: RunRef): Promise<void> {
  expect(await harness.output(run, 'train', 'weights')).toBe(undisturbed);
  const work = await readWork(harness.services.home, run.runId, 'train');
  expect(countDoneAgain(work)).toEqual([{ fence: 2, batches: 0, onTheWay: 0 }]);
  const steps = await Promise.all(
    ['prepare', 'train', 'evaluate'].map((id) => harness.step(run, id)),
  );
  expect(steps.map(({ fence }) => fence)).toEqual([1, 2, 1]);
  const made = steps.map(({ provenance }) => provenance as { code: { revision: string } });
  expect(made.map(({ code }) => code.revision)).toEqual([BEFORE, TODAY, TODAY]);
  expect(await listBuilds(run)).toHaveLength(2);
}

describe.each(RELEASED)('a run that was begun by the workflow of %s', (day) => {
  let before: BuiltForTest;
  beforeAll(async () => {
    before = await bundleReleasedWorkflow(day);
  });
  afterAll(() => before?.remove());

  const startOld = () =>
    harness.startWorker({ GRAFT_WORKFLOW_BUNDLE: before.path, GRAFT_REVISION: BEFORE });
  const startNew = () => harness.startWorker({ GRAFT_REVISION: TODAY });

  it('is ended by that of today, whose worker comes before the old one is told to stop', async () => {
    const old = await startOld();
    const run = await startRun();
    const worker = await startNew();
    await old.end('SIGTERM');
    expect(old.exitCode).toBe(0);
    await run.release();
    await harness.untilState(run, 'succeeded');
    await checkEnd(run);
    await worker.end('SIGTERM');
  });

  it('is resumed by that of today after it was paused and all workers were gone', async () => {
    const old = await startOld();
    const run = await startRun();
    await harness.database.runs.setControl(run.workspaceId, run.runId, 'pause');
    await sendControl(harness.client, run, 'pause');
    await harness.untilState(run, 'paused');
    await old.end('SIGTERM');
    await run.release();
    const worker = await startNew();
    await harness.database.runs.setControl(run.workspaceId, run.runId, 'run');
    await sendControl(harness.client, run, 'run');
    await harness.untilState(run, 'succeeded');
    await checkEnd(run);
    await worker.end('SIGTERM');
  });
});
