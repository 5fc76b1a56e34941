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
async function send(
  world: { gpuWorker: boolean | ((queue: string) => boolean); hoursLeft: boolean },
  sent = steps,
): Promise<string[]> {
  const { gpuWorker } = world;
  const database = {
    runs: {
      findPlan: () => Promise.resolve({ interpreter: 1, steps: sent }),
      changeState: () => Promise.resolve(),
      find: () => Promise.resolve({ control: 'run', steps: [] }),
      setQueues: () => Promise.resolve(),
    },
    limits: { hasGpuHours: () => Promise.resolve(world.hoursLeft) },
  };
  const services = {
    ...{ database, config: { heartbeatSeconds: 10 } },
    hasGpuWorker: (queue: string) =>
      Promise.resolve(typeof gpuWorker === 'boolean' ? gpuWorker : gpuWorker(queue)),
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

  it('is sent to one with the labels that it asks for, or to a processor with them', async () => {
    const workerLabels = ['big', 'lab2'];
    const asking = steps.map((step) => ({ ...step, workerLabels }));
    const served = (queue: string) => queue === 'graft-gpu:big+lab2';
    expect(await send({ gpuWorker: served, hoursLeft: true }, asking)).toEqual([
      ...[IO_QUEUE, 'graft-gpu:big+lab2', 'graft-cpu:big+lab2'],
    ]);
    const others = (queue: string) => queue === GPU_QUEUE;
    expect(await send({ gpuWorker: others, hoursLeft: true }, asking)).toEqual([
      ...[IO_QUEUE, 'graft-cpu:big+lab2', 'graft-cpu:big+lab2'],
    ]);
    const tune = makeFakeStep('tune', {}, { resource: 'gpu', workerLabels });
    const mixed = [...steps.slice(0, 2), tune];
    expect(await send({ gpuWorker: others, hoursLeft: true }, mixed)).toEqual([
      ...[IO_QUEUE, GPU_QUEUE, 'graft-cpu:big+lab2'],
    ]);
    expect(chooseEngines({ resource: 'gpu' }, 'graft-gpu:lab2')).toBe('heavy');
    expect(chooseEngines({ resource: 'gpu' }, 'graft-cpu:lab2')).toBe('processor');
  });

  it('sees no GPU then, even where its worker has one', () => {
    expect(chooseEngines({ resource: 'gpu' }, CPU_QUEUE)).toBe('processor');
    expect(chooseEngines({ resource: 'gpu' }, GPU_QUEUE)).toBe('heavy');
    expect(chooseEngines({ resource: 'cpu' }, CPU_QUEUE)).toBe('heavy');
    expect(chooseEngines({ resource: 'io' }, IO_QUEUE)).toBe('light');
  });
});
