import { describe, expect, it } from '@jest/globals';
import { WorkerWatch } from './worker-watch';

interface World {
  pollers: Record<string, string[]>;
  holders: { queue: string; holder: string }[];
  labels: Record<string, string[]>;
}

async function count({ pollers, holders, labels }: World): Promise<Record<string, number>> {
  const asked = Object.entries(pollers).map(([queue, workers]) => ({ queue, workers }));
  const listed = Object.entries(labels).map(([name, stated]) => ({ name, labels: stated }));
  const watch = new WorkerWatch(
    { listPollers: () => Promise.resolve(asked) },
    {
      steps: { listHolders: () => Promise.resolve(holders) },
      workers: { list: () => Promise.resolve(listed as never) },
    },
  );
  return Object.fromEntries(await watch.count());
}

describe('workers that are connected', () => {
  it('are those that ask for work of a queue, and those that run a step of it', async () => {
    const pollers = { 'graft-cpu': ['a', 'b'], 'graft-gpu': [] };
    const holders = [
      { queue: 'graft-cpu', holder: 'b' },
      { queue: 'graft-cpu', holder: 'c' },
    ];
    expect(await count({ pollers, holders, labels: { a: [], b: [], c: [] } })).toEqual({
      ...{ 'graft-cpu': 3, 'graft-gpu': 0 },
    });
  });

  it('count for labels that they state, each set of them, whichever of its steps they run', async () => {
    const pollers = { 'graft-cpu': ['a', 'b'], 'graft-gpu': ['b'] };
    const holders = [{ queue: 'graft-cpu:lab2', holder: 'c' }];
    const labels = { a: ['lab2'], b: ['lab2', 'big'], c: ['lab2'], gone: ['far'] };
    expect(await count({ pollers, holders, labels })).toEqual({
      ...{ 'graft-cpu': 3, 'graft-cpu:lab2': 3, 'graft-cpu:big': 1, 'graft-cpu:big+lab2': 1 },
      ...{ 'graft-gpu': 1, 'graft-gpu:lab2': 1, 'graft-gpu:big': 1, 'graft-gpu:big+lab2': 1 },
    });
  });
});
