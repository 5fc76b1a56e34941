import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { graphSchema, type Graph, type Json } from '@graft/graph';
import { modelSpecSchema } from '@graft/model';
import type {
  Embedding,
  EvaluationReport,
  PredictedExamples,
  Prediction,
} from '@graft/nodes/steps';
import type { Step } from '@graft/plan';
import type { EngineProcess } from './host';
import { resourcesOf, storeTexts, storeWordVectors } from './testing/bundled-data';
import { EngineRoom } from './testing/engine-room';
import { compileGraph } from './testing/graphs';
import { TestSupervisor } from './testing/run-plan';
import type { TestStore } from './testing/test-store';

const TEMPLATE = join(
  import.meta.dirname,
  '../../../assets/templates/names-word-vectors.graph.json',
);
const FROZEN = ['data', 'split', 'vectors', 'head', 'train', 'frozen-report', 'register'];

/** The frozen branch of the template, its model registered and what it sees drawn. */
async function readFrozenBranch(changed: Record<string, Record<string, Json>>): Promise<Graph> {
  const graph = graphSchema.parse(JSON.parse(await readFile(TEMPLATE, 'utf8')));
  const edges = graph.edges.filter(
    ({ from, to }) =>
      FROZEN.includes(from.node) && FROZEN.includes(to.node) && to.node !== 'register',
  );
  const registered = {
    from: { node: 'train', port: 'model' },
    to: { node: 'register', port: 'model' },
  };
  const nodes = graph.nodes
    .filter(({ id }) => FROZEN.includes(id))
    .map((node) => ({ ...node, params: { ...node.params, ...changed[node.id] } }));
  const looking = ['embed', 'predict'].flatMap((node) => [
    { from: { node: 'train', port: 'model' }, to: { node, port: 'model' } },
    { from: { node: 'split', port: 'validation' }, to: { node, port: 'dataset' } },
  ]);
  return {
    ...graph,
    nodes: [
      ...nodes,
      { id: 'embed', kind: 'embed', version: 1, params: { examples: 60 } },
      { id: 'predict', kind: 'predict', version: 1, params: { topK: 99 } },
    ],
    edges: [...edges, registered, ...looking],
  };
}

describe('texts, through an engine process', () => {
  let room: EngineRoom;
  let store: TestStore;
  let engine: EngineProcess;
  let run: TestSupervisor;

  beforeAll(async () => {
    room = await EngineRoom.open();
    ({ store } = room);
    const resources = resourcesOf(
      [await storeTexts(store, 'emoji-names')],
      [await storeWordVectors(store)],
    );
    engine = await room.start();
    const graph = await readFrozenBranch({ train: { epochs: 12 } });
    run = new TestSupervisor(store, compileGraph(graph, resources));
    await run.runAll(engine);
  }, 180_000);
  afterAll(() => room?.close());

  it('learn from frozen vectors what trained random ones do not reach (0.60)', async () => {
    const report = (await store.readJson(
      run.artifact('evaluate', 'report').digest,
    )) as EvaluationReport;
    expect(report.examples).toBe(196);
    expect(report.accuracy).toBeGreaterThan(0.62);
  });

  it('are drawn as points by what the head reads, averages of vectors', async () => {
    const { points, layer, features, classes } = (await store.readJson(
      run.artifact('embed', 'points').digest,
    )) as Embedding;
    expect([points.length, features]).toEqual([60, 100]);
    expect(layer).not.toBe('');
    expect(new Set(points.map(({ label }) => label)).size).toBe(classes.length);
    expect(points.some(({ x, y }) => x !== 0 && y !== 0)).toBe(true);
  });

  it('are named with their words, every label the model has, and no place', async () => {
    const { shown, counts } = (await store.readJson(
      run.artifact('predict', 'predictions').digest,
    )) as PredictedExamples;
    expect(shown.length).toBeGreaterThan(0);
    for (const { text = '', top, evidence } of shown) {
      expect(text).toMatch(/\w/);
      expect(top.map(({ label }) => label).sort()).toEqual(counts.map(({ label }) => label).sort());
      expect(evidence).toBeUndefined();
    }
  });

  it('count those without a known word', () => {
    const { unknownTexts } = run.outputs[run.step('train').id]?.summary ?? {};
    expect(unknownTexts).toBeGreaterThan(100);
    expect(unknownTexts).toBeLessThan(177);
  });

  it('are classified by the registered model as in the report; what is no text is named', async () => {
    const { digest, parts } = run.artifact('register-model', 'model');
    const spec = modelSpecSchema.parse(await store.readJson(digest));
    expect(spec.input.kind === 'tokens' && parts?.includes(spec.input.vocabulary)).toBe(true);
    const texts = ['red apple', 'HAPPY face!', 'black cat', 'qwxyz'];
    const files = await Promise.all(
      texts.map(async (name) => ({ name, digest: await store.put(name) })),
    );
    files.splice(1, 0, { name: 'picture', digest: await store.put(new Uint8Array([0x89, 0xff])) });
    const step: Step = {
      ...run.step('register-model'),
      ...{ id: 'predict', kind: 'predict-files', params: { files, topK: 2 } },
      ...{ models: { model: digest }, artifacts: {}, needs: [] },
    };
    const outcome = await run.run(engine, step, { models: { [digest]: spec } });
    expect(outcome).toMatchObject({ type: 'done', summary: { files: 5, failed: 1 } });
    const answers = (await store.readJson(
      run.outputs['predict']?.artifacts['predictions']?.digest ?? '',
    )) as Prediction[];
    expect(answers[1]).toMatchObject({ file: 'picture', error: { code: 'predict.not-a-text' } });
    const known = answers.flatMap((each) => ('top' in each && !each.unsure ? [each.top[0]] : []));
    expect(known.map((top) => top?.label)).toEqual(['food', 'face', 'animal']);
    expect(answers.at(-1)).toMatchObject({ file: 'qwxyz', unsure: true });
  });
});
