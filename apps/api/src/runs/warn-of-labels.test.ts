import { describe, expect, it } from '@jest/globals';
import { setWorkerLabels } from '@graft/graph';
import { planRun, type KnownResults } from '@graft/plan';
import { compileOk, draw } from '@graft/testing/drawings';
import { warnOfLabels } from './warn-of-labels';

const graph = setWorkerLabels(draw(), 'train', ['lab2', 'big']);
const compiled = compileOk(graph);

async function warn(
  connected: [string, number][] | null,
  outputs: KnownResults['outputs'] = new Map(),
): Promise<(string | undefined)[]> {
  const workers = {
    glance: () => Promise.resolve(connected === null ? null : new Map(connected)),
  };
  const decisions = planRun(compiled, { outputs, checkpoints: new Map() });
  const issues = await warnOfLabels(workers, compiled, graph, decisions);
  return issues.map(({ severity, nodeId, message }) => `${severity} ${nodeId}: ${message}`);
}

describe('before a run', () => {
  it('it is said that no worker has the labels that a node asks for', async () => {
    expect(await warn([['graft-cpu', 3]])).toEqual([
      'warning train: "Train" asks for a worker with the labels big, lab2, and none is connected: it will wait for one.',
    ]);
  });

  it('nothing is said while one has them, while nobody can tell, and of what is there already', async () => {
    expect(await warn([['graft-cpu:big+lab2', 1]])).toEqual([]);
    expect(await warn(null)).toEqual([]);
    const there = { from: 'a run', since: '2026-01-01T00:00:00Z' };
    const outputs = new Map(compiled.plan.steps.map(({ key }) => [key, there]));
    expect(await warn([['graft-cpu', 3]], outputs)).toEqual([]);
  });
});
