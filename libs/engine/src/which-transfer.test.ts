import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json, Resources } from '@graft/graph';
import {
  catalogue,
  concludeWays,
  COMPARE_NODE,
  drawWhichTransfer,
  listPictureBases,
  listTransferWays,
  type Comparison,
  type TransferTraining,
} from '@graft/nodes';
import { compile } from '@graft/plan';
import type { EngineProcess } from './host';
import { EngineRoom } from './testing/engine-room';
import { TestSupervisor } from './testing/run-plan';
import type { TestStore } from './testing/test-store';

/** As little of everything as shows that all of it fits together. */
const SHORT: Readonly<Record<string, Record<string, Json>>> = {
  'base-model': { inputSize: 64 },
  'new-model': { inputSize: 16 },
  'cross-validate': { folds: 2, epochs: 4, tryRates: [0.01], fineTuneEpochs: 1 },
};

describe('Which transfer?, through an engine process', () => {
  let room: EngineRoom;
  let store: TestStore;
  let resources: Resources;
  let engine: EngineProcess;

  beforeAll(async () => {
    room = await EngineRoom.open();
    ({ store } = room);
    resources = await room.storePictures({ 'emoji-objects': 10 }, { base: true });
    engine = await room.start();
  });
  afterAll(() => room?.close());

  it('measures a way of every kind on the same pictures and ends in words', async () => {
    const every = listTransferWays(listPictureBases(resources));
    const first = (training: TransferTraining) => every.find((way) => way.training === training);
    const kinds = ['head', 'fine-tune', 'random-features', 'scratch'] as const;
    const ways = kinds.flatMap((kind) => first(kind) ?? []);
    const drawn = drawWhichTransfer({ ref: 'emoji-objects', name: 'emoji-objects' }, ways);
    const nodes = drawn.nodes.map((node) => ({
      ...node,
      params: { ...node.params, ...SHORT[node.kind] },
    }));
    const compiled = compile({ ...drawn, nodes }, catalogue, resources);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
    const run = new TestSupervisor(store, compiled.plan);
    await run.runAll(engine);

    const outputs = run.outputs[compiled.nodeSteps[COMPARE_NODE] ?? ''];
    const comparison = (await store.readJson(
      outputs?.artifacts['report']?.digest ?? '',
    )) as Comparison;
    expect(comparison.entries.map(({ name }) => name)).toEqual(ways.map(({ title }) => title));
    for (const { examples } of comparison.entries) expect(examples).toBe(80);
    expect(comparison.verdicts).toHaveLength(3);
    const { recommended, sentences } = concludeWays(comparison, ways);
    expect(ways.map(({ id }) => id)).toContain(recommended);
    expect(sentences.length).toBeGreaterThan(1);
    // What the base has learned, and nothing else, tells the first row from the third.
    const [head, , random] = comparison.entries;
    expect(head?.accuracy).toBeGreaterThan(random?.accuracy ?? 1);
  });
});
