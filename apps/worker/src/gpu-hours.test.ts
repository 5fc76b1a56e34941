import { makeFakeStep } from '@graft/testing/fake-step';
import { CPU_QUEUE, GPU_QUEUE, IO_QUEUE } from '@graft/workflows';
import { describe, expect, it } from '@jest/globals';
import { openRun } from './run-activities';
import { chooseEngines } from './run-engine';

const steps = [
  makeFakeStep('read', {}, { resource: 'io' }),
  makeFakeStep('train', {}, { resource: 'gpu' }),
  makeFakeStep('evaluate', {}, { resource: 'cpu' }),
];

/** The queues of the three steps, in order. */
async function send(world: { gpuWorker: boolean; hoursLeft: boolean }): Promise<string[]> {
  const database = {
    runs: {
      findPlan: () => Promise.resolve({ interpreter: 1, steps }),
      changeState: () => Promise.resolve(),
      find: () => Promise.resolve({ control: 'run', steps: [] }),
      setQueues: () => Promise.resolve(),
    },
    limits: { hasGpuHours: () => Promise.resolve(world.hoursLeft) },
  };
  const services = {
    ...{ database, config: { heartbeatSeconds: 10 } },
    hasGpuWorker: () => Promise.resolve(world.gpuWorker),
  };
  const skeleton = await openRun(services as never, { workspaceId: 'w', runId: 'r' });
  return skeleton.steps.map(({ queue }) => queue);
}

describe('a training that would like a GPU', () => {
  it('is sent to one while there is one and the workspace has hours left on it', async () => {
    expect(await send({ gpuWorker: true, hoursLeft: true })).toEqual([
      ...[IO_QUEUE, GPU_QUEUE, CPU_QUEUE],
    ]);
  });

  it('runs on a processor when the hours are used up, or nobody has a GPU', async () => {
    const onProcessors = [IO_QUEUE, CPU_QUEUE, CPU_QUEUE];
    expect(await send({ gpuWorker: true, hoursLeft: false })).toEqual(onProcessors);
    expect(await send({ gpuWorker: false, hoursLeft: true })).toEqual(onProcessors);
  });

  it('sees no GPU then, even where its worker has one', () => {
    expect(chooseEngines({ resource: 'gpu' }, CPU_QUEUE)).toBe('processor');
    expect(chooseEngines({ resource: 'gpu' }, GPU_QUEUE)).toBe('heavy');
    expect(chooseEngines({ resource: 'cpu' }, CPU_QUEUE)).toBe('heavy');
    expect(chooseEngines({ resource: 'io' }, IO_QUEUE)).toBe('light');
  });
});
