import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Resources } from '@graft/graph';
import { readSafetensors } from '@graft/ml';
import { modelSpecSchema, type ModelSpec } from '@graft/model';
import type { EvaluationReport } from '@graft/nodes/steps';
import type { Step } from '@graft/plan';
import type { EngineProcess } from './host';
import { EngineRoom } from './testing/engine-room';
import { compileGraph, featureExtractionGraph } from './testing/graphs';
import { TestSupervisor } from './testing/run-plan';
import type { TestStore } from './testing/test-store';

describe('the template of feature extraction, through an engine process', () => {
  let room: EngineRoom;
  let store: TestStore;
  let resources: Resources;
  let engine: EngineProcess;
  let whole: TestSupervisor;

  const supervise = (changed: Parameters<typeof featureExtractionGraph>[0] = {}) =>
    new TestSupervisor(store, compileGraph(featureExtractionGraph(changed), resources));

  beforeAll(async () => {
    room = await EngineRoom.open();
    ({ store } = room);
    resources = await room.storePictures({ 'emoji-objects': 24 }, { base: true });
    engine = await room.start();
    whole = supervise();
    await whole.runAll(engine);
  });
  afterAll(() => room?.close());

  it('learns: the report is far above chance, and consistent in itself', async () => {
    const report = (await store.readJson(
      whole.artifact('evaluate', 'report').digest,
    )) as EvaluationReport;
    expect(report.examples).toBe(report.rows.length);
    expect(report.accuracy).toBeGreaterThan(0.5);
    expect(report.interval.low).toBeLessThan(report.accuracy);
    const { seen, unseen } = report.kinds ?? {};
    expect((seen?.examples ?? 0) + (unseen?.examples ?? 0)).toBe(report.examples);
    expect((seen?.correct ?? 0) + (unseen?.correct ?? 0)).toBe(report.correct);
    expect(report.confusion.flat().reduce((sum, each) => sum + each, 0)).toBe(report.examples);
    for (const row of report.rows) {
      expect(row.probabilities.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 4);
    }
    for (const index of report.mistakes) {
      expect(report.rows[index]?.predicted).not.toBe(report.rows[index]?.label);
    }
    expect(whole.outputs[whole.step('evaluate').id]?.summary).toMatchObject({
      accuracy: report.accuracy,
      examples: report.examples,
    });
  });

  it('stores the new weights alone', async () => {
    const { tensors } = readSafetensors(
      await store.read(whole.artifact('train', 'weights').digest),
    );
    const names = [...tensors.keys()];
    expect(names).toHaveLength(2);
    expect([...tensors.values()].map(({ shape }) => shape)).toEqual(
      expect.arrayContaining([[1280, 8], [8]]),
    );
  });

  it('computes no row twice, whatever the split', async () => {
    const other = supervise({ split: { seed: 7 } });
    const step = other.step('extract-features');
    expect(step.rowKey).toBe(whole.step('extract-features').rowKey);
    other.shards.set(step.rowKey ?? '', whole.shards.get(step.rowKey ?? '') ?? []);
    const outcome = await other.run(engine, step);
    expect(outcome).toMatchObject({ summary: { computed: 0, reused: 8 * 24 } });
  });

  it('computes the rows of an unreadable shard again', async () => {
    const other = supervise();
    const step = other.step('extract-features');
    const broken = await store.put('this is no shard');
    other.shards.set(step.rowKey ?? '', [broken]);
    const outcome = await other.run(engine, step);
    expect(outcome).toMatchObject({ type: 'done', summary: { computed: 8 * 24, reused: 0 } });
    expect(other.artifact('extract-features', 'features').parts).not.toContain(broken);
  });

  it('registers a model that needs no run: its weights are slices of blobs', async () => {
    const { digest, parts } = whole.artifact('register-model', 'model');
    const spec: ModelSpec = modelSpecSchema.parse(await store.readJson(digest));
    const sources = spec.layers.flatMap((layer) => layer.weights.map(({ source }) => source));
    expect(new Set(sources.map(({ kind }) => kind))).toEqual(new Set(['blob']));
    // Base, head, and what is familiar.
    expect(parts).toHaveLength(3);
    expect(spec.familiarity?.layer).toBe('avg_pool');
    const { effects } = whole.done[whole.step('register-model').id] ?? {};
    expect(effects).toMatchObject([
      { type: 'register-model', name: 'objects', output: 'model', metrics: { examples: 24 } },
    ]);
  });

  it('refuses a data set whose bytes were changed', async () => {
    const other = supervise();
    const step = other.step('extract-features');
    const manifest = (await store.readJson(step.data['examples']?.dataset ?? '')) as {
      examples: { pack: string; offset: number }[];
    };
    const { pack = '', offset = 0 } = manifest.examples[3] ?? {};
    const damaged = await store.read(pack);
    damaged[offset + 40] = (damaged[offset + 40] ?? 0) ^ 1;
    const path = join(room.folder, 'damaged');
    await writeFile(path, damaged);
    const outcome = await other.run(engine, step, { files: { ...store.files, [pack]: path } });
    expect(outcome).toMatchObject({ errorClass: 'operational', code: 'dataset.damaged' });
  });

  it('trains the same head, bit for bit, from cached rows and behind the whole frozen base', async () => {
    const epochs = { train: { epochs: 2, keepBest: false } };
    const cached = supervise(epochs);
    const extraction = cached.step('extract-features');
    // Both by TensorFlow.js: between executors rows differ in the last digits.
    const reference: Step = {
      ...extraction,
      params: { ...extraction.params, executor: 'tfjs' },
      rowKey: 'reference',
    };
    const training = cached.step('train');
    await cached.runAll(engine, [reference, training]);
    const joint = supervise(epochs);
    const onPictures: Step = { ...training, needs: [] };
    delete onPictures.features;
    await joint.runAll(engine, [onPictures]);
    const [left, right] = [cached, joint].map((each) => each.artifact('train', 'weights').digest);
    expect(left).toBe(right);
  });
});
