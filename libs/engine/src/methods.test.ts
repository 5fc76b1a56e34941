import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { graphSchema, type Graph, type Json, type Resources } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import type { ComparedSettings, LearningRateCurve } from '@graft/nodes/steps';
import { compile, planLearningRateSearch, planVariations, type Step } from '@graft/plan';
import type { EngineProcess } from './host';
import { EngineRoom } from './testing/engine-room';
import { compileGraph, fromScratchGraph } from './testing/graphs';
import { TestSupervisor } from './testing/run-plan';
import type { TestStore } from './testing/test-store';

type Changes = Record<string, Record<string, Json>>;

// data -> augment -> split -> train      the small network with its first layers frozen
function augmentedGraph(changes: Changes = {}): Graph {
  const graph = fromScratchGraph({
    model: { preset: 'digits-cnn' },
    head: { hiddenUnits: [16], dropout: 0 },
    train: { epochs: 3, batchSize: 16, keepBest: false },
    ...changes,
  });
  const edges = graph.edges.flatMap((edge) => {
    if (edge.to.node === 'split') {
      return [
        { from: edge.from, to: { node: 'augment', port: 'dataset' } },
        { from: { node: 'augment', port: 'dataset' }, to: edge.to },
      ];
    }
    if (edge.to.node !== 'head' || edge.to.port !== 'model') return [edge];
    return [
      { from: edge.from, to: { node: 'freeze', port: 'model' } },
      { from: { node: 'freeze', port: 'model' }, to: edge.to },
    ];
  });
  const node = (id: string, kind: string, params: Record<string, Json>) => ({
    id,
    kind,
    params: { ...params, ...changes[id] },
  });
  const added = [node('augment', 'augment', { views: 3 }), node('freeze', 'freeze-layers', {})];
  return graphSchema.parse({ ...graph, nodes: [...graph.nodes, ...added], edges });
}

describe('methods, through an engine process', () => {
  let room: EngineRoom;
  let store: TestStore;
  let resources: Resources;
  let engine: EngineProcess;

  beforeAll(async () => {
    room = await EngineRoom.open();
    ({ store } = room);
    resources = await room.storePictures({ digits: 8 });
    engine = await room.start();
  }, 180_000);
  afterAll(() => room?.close());

  const supervise = (changes: Changes = {}) =>
    new TestSupervisor(store, compileGraph(augmentedGraph(changes), resources));

  it('trains the same head, bit for bit, on cached views and on views made in every epoch', async () => {
    const cached = supervise();
    const training = cached.step('train');
    const [views, plain] = ['train', 'validation'].map((port) =>
      cached.plan.steps.find(({ id }) => id === training.features?.steps[port]),
    );
    if (views === undefined || plain === undefined) throw new Error('nothing is extracted');
    expect(views.id).not.toBe(plain.id);
    // Both by TensorFlow.js: between executors rows differ in the last digits.
    const reference = (step: Step): Step => ({
      ...step,
      params: { ...step.params, executor: 'tfjs' },
      rowKey: 'reference',
    });
    await cached.runAll(engine, [reference(views), reference(plain), training]);
    const joint = supervise();
    const onPictures: Step = { ...training, needs: [] };
    delete onPictures.features;
    await joint.runAll(engine, [onPictures]);
    const [left, right] = [cached, joint].map((each) => each.artifact('train', 'weights').digest);
    expect(left).toBe(right);
    const unchanged = supervise({ augment: { views: 1 } });
    const plainPictures: Step = { ...unchanged.step('train'), needs: [] };
    delete plainPictures.features;
    await unchanged.runAll(engine, [plainPictures]);
    expect(unchanged.artifact('train', 'weights').digest).not.toBe(left);
  });

  it('computes only the views that are missing', async () => {
    const first = supervise();
    const views = first.plan.steps.find(
      ({ id }) => id === first.step('train').features?.steps['train'],
    );
    if (views === undefined) throw new Error('nothing is extracted');
    const outcome = await first.run(engine, views);
    const examples = 10 * 6;
    expect(outcome).toMatchObject({ summary: { computed: 3 * examples, reused: 0 } });
    const more = supervise({ augment: { views: 5 } });
    const again = more.plan.steps.find(
      ({ id }) => id === more.step('train').features?.steps['train'],
    );
    more.shards.set(views.rowKey ?? '', first.shards.get(views.rowKey ?? '') ?? []);
    expect(await more.run(engine, again ?? views)).toMatchObject({
      summary: { computed: 2 * examples, reused: 3 * examples },
    });
  });

  it('compares settings by the validation part of their trainings, and says how much may be luck', async () => {
    const rates = [1e-6, 3e-3];
    const varied = planVariations(
      augmentedGraph(),
      { field: 'train.learningRate', values: rates, repeats: 2 },
      catalogue,
      resources,
    );
    if (!varied.ok) throw new Error(JSON.stringify(varied.issues));
    const run = new TestSupervisor(store, varied.plan);
    await run.runAll(engine);
    const { digest } = run.artifact('choose-setting', 'settings');
    const settings = (await store.readJson(digest)) as ComparedSettings;
    expect(settings.results.map(({ value, runs }) => [value, runs])).toEqual(
      rates.map((rate) => [rate, 2]),
    );
    // At a rate of a millionth nothing is learned in three epochs.
    expect(settings.best).toBe(1);
    expect(settings.chosen['train.learningRate']).toBe(3e-3);
    expect(settings.noiseFrom).toBe('repeats');
    const trainings = varied.plan.steps.filter(({ kind }) => kind === 'train');
    const measured = trainings.map(({ id }) => run.outputs[id]?.summary['validationAccuracy']);
    expect(settings.tried.map(({ accuracy }) => accuracy).sort()).toEqual(measured.sort());
    expect(settings.sentence).toContain('looks too good by luck');
  });

  it('searches a learning rate on cached features and gives the curve of its plot', async () => {
    const graph = augmentedGraph();
    const compiled = compile(graph, catalogue, resources);
    const searched = planLearningRateSearch(compiled, graph, catalogue, 'train');
    if (!searched.ok) throw new Error(JSON.stringify(searched.issues));
    const run = new TestSupervisor(store, searched.plan);
    await run.runAll(engine);
    const curve = (await store.readJson(
      run.artifact('find-learning-rate', 'curve').digest,
    )) as LearningRateCurve;
    expect(curve.points.length).toBeGreaterThan(40);
    const summary = run.outputs[run.step('find-learning-rate').id]?.summary;
    expect(summary).toMatchObject({ suggestion: curve.suggestion, steps: curve.points.length });
    expect(curve.suggestion).toBeGreaterThan(1e-5);
    expect(curve.suggestion).toBeLessThan(0.5);
  });
});
