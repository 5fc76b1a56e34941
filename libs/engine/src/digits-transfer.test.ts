import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { graphSchema, type Json } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { compile, type HistoryRow } from '@graft/plan';
import type { EngineProcess } from './host';
import { EngineRoom } from './testing/engine-room';
import { TestSupervisor } from './testing/run-plan';
import type { TestStore } from './testing/test-store';

const EPOCHS = 12;
const TEMPLATE = join(import.meta.dirname, '../../../assets/templates/digits-transfer.graph.json');
/** Nodes that are left out: the network from scratch takes most of the time. */
const LEFT_OUT = ['scratch', 'scratch-head', 'scratch-report'];

/** The template on fewer pictures and with fewer steps; `npm run bench digits-transfer` has it all. */
async function readTemplate() {
  const graph = graphSchema.parse(JSON.parse(await readFile(TEMPLATE, 'utf8')));
  const changes: Record<string, Record<string, Json>> = {
    pretrain: { epochs: 5, batchSize: 32 },
    train: { epochs: EPOCHS },
    random: { epochs: EPOCHS },
  };
  const nodes = graph.nodes
    .filter(({ id }) => !LEFT_OUT.includes(id))
    .map((node) => ({ ...node, params: { ...node.params, ...changes[node.id] } }));
  const edges = graph.edges.filter(
    ({ from, to }) => !LEFT_OUT.includes(from.node) && !LEFT_OUT.includes(to.node),
  );
  return { ...graph, nodes, edges };
}

describe('digits 5 to 9 with 20 pictures of each, on a base that has seen 0 to 4', () => {
  let room: EngineRoom;
  let store: TestStore;
  let engine: EngineProcess;
  let run: TestSupervisor;
  let stepOf: Record<string, string>;

  beforeAll(async () => {
    room = await EngineRoom.open();
    ({ store } = room);
    const resources = await room.storePictures({ digits: 100 });
    const compiled = compile(await readTemplate(), catalogue, resources);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
    stepOf = compiled.nodeSteps;
    engine = await room.start();
    run = new TestSupervisor(store, compiled.plan);
    await run.runAll(engine);
  }, 180_000);
  afterAll(() => room?.close());

  async function historyOf(node: string): Promise<HistoryRow[]> {
    const digest = run.outputs[stepOf[node] ?? '']?.artifacts['history']?.digest ?? '';
    return ((await store.readJson(digest)) as { rows: HistoryRow[] }).rows;
  }

  it('starts lower in loss and ends lower than the same network on random features', async () => {
    const [transferred, random] = [await historyOf('train'), await historyOf('random')];
    const lossAfter = (rows: readonly HistoryRow[], epoch: number): number =>
      rows[epoch]?.validationLoss ?? NaN;
    for (const epoch of [3, EPOCHS]) {
      expect(lossAfter(transferred, epoch)).toBeLessThan(lossAfter(random, epoch));
    }
    expect(Number(run.outputs[stepOf['report'] ?? '']?.summary['accuracy'])).toBeGreaterThan(0.7);
  });

  it('runs each frozen base once, not once an epoch', () => {
    const learning = run.plan.steps.filter(({ features }) => features !== undefined);
    const nodes = ['train', 'random', 'report', 'random-report'];
    expect(learning.map(({ id }) => id).sort()).toEqual(nodes.map((id) => stepOf[id]).sort());
    const { parts } = run.outputs[run.step('extract-features').id]?.artifacts['features'] ?? {};
    expect(parts?.length).toBeGreaterThan(0);
  });
});
