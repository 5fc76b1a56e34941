import { describe, expect, it } from '@jest/globals';
import { buildSmallCnn } from '@graft/model';
import { collectFacts } from './collect-facts';

const DATA = 'd'.repeat(64);
const GRAPH = {
  ...{ format: 'graft.graph/1', id: 'g', name: 'g', edges: [] },
  nodes: [{ id: 'data', kind: 'dataset', version: 1, params: { dataset: 'pets' } }],
};
const step = (id: string, kind: string, needs: string[], params = {}) => ({
  ...{ id, kind, needs, params, artifacts: {}, data: { data: { dataset: DATA } } },
});

/** extract -> train -> fine-tune -> register, with what was noted beside each step. */
function sourcesOf(notes: Readonly<Record<string, unknown>>) {
  const input = { kind: 'image', height: 8, width: 8, channels: 3, mean: 0, scale: 1 } as const;
  const run = {
    version: { graph: GRAPH },
    steps: Object.entries(notes).map(([stepId, provenance]) => ({ stepId, provenance })),
  };
  const steps = [
    step('extract', 'extract-features', []),
    step('train', 'train', ['extract'], { epochs: 5, seed: 7 }),
    step('tune', 'fine-tune', ['train'], { epochs: 2, seed: 8 }),
    step('register', 'register-model', ['tune']),
  ];
  const version = { name: 'pets', number: 3, classes: [{ name: 'cat', count: 2 }] };
  return {
    database: {
      runs: { find: () => Promise.resolve(run), findPlan: () => Promise.resolve({ steps }) },
      // Two data sets hold the same: the graph says which was meant.
      datasets: {
        findByDigest: (_: string, __: string, names: string[]) =>
          Promise.resolve(names.includes('pets') ? version : { ...version, name: 'a copy' }),
      },
    },
    blobs: { read: () => Promise.resolve(Buffer.from(JSON.stringify(buildSmallCnn(input, 1)))) },
    bundle: { bases: [] },
  };
}

const MODEL = {
  ...{ id: 'v', modelId: 'm', name: 'pets', number: 1, digest: 'e'.repeat(64), labels: ['cat'] },
  ...{ metrics: {}, notes: '', runId: 'r', stepId: 'register', createdAt: new Date(0), tags: [] },
};

const collect = async (notes: Readonly<Record<string, unknown>>) =>
  (await collectFacts(sourcesOf(notes) as never, 'w', MODEL)).facts;

describe('where a model comes from', () => {
  it('is data version, run, graph, trainings with their seeds, and the code that trained, each once', async () => {
    const older = { version: '0.1.0', revision: 'abc' };
    const newer = { version: '0.1.0', revision: 'def' };
    const facts = await collect({
      extract: { code: { version: '0.0.1', revision: null } },
      train: { threads: 2, code: older },
      tune: { threads: 2, code: newer },
      register: { code: newer },
    });
    expect(facts).toMatchObject({
      ...{ runId: 'r', graph: GRAPH, base: null, code: [older, newer] },
      data: [{ name: 'pets, version 3', dataset: 'pets', digest: DATA }],
      trainings: [
        { kind: 'train', params: { seed: 7 } },
        { kind: 'fine-tune', params: { seed: 8 } },
      ],
    });
    const same = await collect({ train: { code: older }, tune: { code: older } });
    expect(same.code).toEqual([older]);
  });

  it('is silent on the code of results that are older than the note', async () => {
    expect((await collect({ train: { threads: 2 }, tune: null })).code).toEqual([]);
  });
});
