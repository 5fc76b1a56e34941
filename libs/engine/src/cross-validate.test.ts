import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json, Resources } from '@graft/graph';
import type { Comparison, Embedding, EvaluationReport, TransferRanking } from '@graft/nodes/steps';
import { GraphBuilder } from '@graft/testing';
import type { EngineProcess } from './host';
import { EngineRoom } from './testing/engine-room';
import { compileGraph } from './testing/graphs';
import { TestSupervisor } from './testing/run-plan';
import type { TestStore } from './testing/test-store';

describe('cross-validation, through an engine process', () => {
  let room: EngineRoom;
  let store: TestStore;
  let resources: Resources;
  let engine: EngineProcess;

  beforeAll(async () => {
    room = await EngineRoom.open();
    ({ store } = room);
    resources = await room.storePictures({ 'emoji-objects': 10, digits: 10 }, { base: true });
    engine = await room.start();
  });
  afterAll(() => room?.close());

  //  base -> freeze -> head -> folds <- data
  const onFrozenBase = (params: Record<string, Json>, learned = 'data') =>
    new GraphBuilder()
      .node('data', 'dataset', { dataset: 'emoji-objects' })
      .node('base', 'base-model', { inputSize: 64 })
      .node('freeze', 'freeze-layers')
      .node('head', 'add-head')
      .node('folds', 'cross-validate', params)
      .wire('base', 'freeze')
      .wire('freeze', 'head.model')
      .wire('data', 'head.dataset')
      .wire('head', 'folds.model')
      .wire(`${learned}.dataset`, 'folds.dataset');

  //  data -> model -> head -> folds
  const fromScratch = (params: Record<string, Json>) =>
    new GraphBuilder()
      .node('data', 'dataset', { dataset: 'digits' })
      .node('model', 'new-model', { inputSize: 16 })
      .node('head', 'add-head')
      .node('folds', 'cross-validate', params)
      .wire('data', 'model')
      .wire('model', 'head.model')
      .wire('data', 'head.dataset')
      .wire('head', 'folds.model')
      .wire('data', 'folds.dataset');

  const supervise = (builder: GraphBuilder) =>
    new TestSupervisor(store, compileGraph(builder.build(), resources));
  const readReport = (supervisor: TestSupervisor) =>
    store.readJson(
      supervisor.artifact('cross-validate', 'report').digest,
    ) as Promise<EvaluationReport>;

  it('tests every example once, on rows that were extracted once', async () => {
    const supervisor = supervise(onFrozenBase({ folds: 4, epochs: 6, validation: 0 }));
    await supervisor.runAll(engine);
    const extraction = supervisor.outputs[supervisor.step('extract-features').id];
    expect(extraction?.summary).toMatchObject({ computed: 80 });
    const report = await readReport(supervisor);
    expect(report.examples).toBe(80);
    expect(new Set(report.rows.map(({ sha256 }) => sha256)).size).toBe(80);
    expect(new Set(report.rows.map(({ part }) => part)).size).toBe(4);
    expect(report.accuracy).toBeGreaterThan(0.3);
    const results = report.crossValidation?.results ?? [];
    expect(results.flatMap(({ hits }) => hits).filter((hit) => hit === 1)).toHaveLength(
      report.correct,
    );
    const table = await store.read(supervisor.artifact('cross-validate', 'table').digest);
    expect(new TextDecoder().decode(table).trim().split('\r\n')).toHaveLength(81);
  });

  it('trains the last blocks too, in a second phase that goes on counting', async () => {
    const supervisor = supervise(
      onFrozenBase({ folds: 2, epochs: 2, fineTuneBlocks: 1, fineTuneEpochs: 2 }),
    );
    await supervisor.runAll(engine);
    const report = await readReport(supervisor);
    const [first] = report.crossValidation?.results ?? [];
    expect(first?.curve.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3, 4]);
    expect(report.model?.trainable).toBeGreaterThan(400_000);
  });

  //  base -> freeze -> head -> folds <- views <- data
  it.each([
    ['new in every epoch, behind a frozen base', { fineTuneBlocks: 0 }, 0],
    [
      'a few, in the phase before the last blocks learn',
      { fineTuneBlocks: 1, fineTuneEpochs: 1 },
      2,
    ],
  ])('shows views of pictures while it learns: %s', async (_, params, views) => {
    const curves = [];
    for (const rotate of [0, 90]) {
      const still = { flip: 'off', zoom: 0, shift: 0, brightness: 0, contrast: 0 };
      const supervisor = supervise(
        onFrozenBase({ ...params, folds: 2, epochs: 2 }, 'views')
          .node('views', 'augment', { ...still, rotate, views })
          .wire('data', 'views'),
      );
      await supervisor.runAll(engine);
      const { crossValidation } = await readReport(supervisor);
      // Before the last blocks learn.
      const early = crossValidation?.results.map(({ curve }) => curve.slice(1, 3));
      curves.push(early?.map((rows) => rows.map(({ loss }) => loss)));
    }
    expect(curves[0]).toHaveLength(2);
    expect(curves[1]).not.toEqual(curves[0]);
  });

  it('comes to nearly the same on features in int8', async () => {
    const params = { folds: 4, epochs: 6, validation: 0 };
    const exact = supervise(onFrozenBase(params));
    const fast = supervise(onFrozenBase({ ...params, precision: 'fast' }));
    expect(fast.step('extract-features').rowKey).not.toBe(exact.step('extract-features').rowKey);
    const accuracies: number[] = [];
    for (const each of [exact, fast]) {
      await each.runAll(engine);
      accuracies.push((await readReport(each)).accuracy);
    }
    const [left = 0, right = 0] = accuracies;
    expect(Math.abs(left - right)).toBeLessThan(0.1);
    expect(fast.done[fast.step('extract-features').id]?.provenance).toMatchObject({
      precision: 'fast',
    });
  });

  it('chooses the learning rate by what was held out, in each fold', async () => {
    const tryRates = [1e-7, 1e-3];
    const supervisor = supervise(onFrozenBase({ folds: 2, epochs: 8, validation: 0.3, tryRates }));
    await supervisor.runAll(engine);
    const { crossValidation } = await readReport(supervisor);
    expect(crossValidation?.results.map(({ learningRate }) => learningRate)).toEqual([1e-3, 1e-3]);
  });

  //  shallow -> head -> folds -+-> compare
  //  base ----> head -> tuned -+
  it('is compared with another on the same pictures, one trial with one trial', async () => {
    const builder = onFrozenBase({ folds: 3, epochs: 6, validation: 0 })
      .node('cut', 'cut-layers', { mode: 'layer', layer: 'block1a_project_bn' })
      .node('early-freeze', 'freeze-layers')
      .node('early-head', 'add-head')
      .node('early', 'cross-validate', { folds: 3, epochs: 1, validation: 0 })
      .node('compare', 'compare', { names: ['whole', 'early'], baseline: 2, pairs: [[2, 1]] })
      .wire('base', 'cut')
      .chain('cut', 'early-freeze')
      .wire('early-freeze', 'early-head.model')
      .wire('data', 'early-head.dataset')
      .wire('early-head', 'early.model')
      .wire('data', 'early.dataset')
      .wire('folds.report', 'compare.reports')
      .wire('early.report', 'compare.reports');
    const supervisor = supervise(builder);
    await supervisor.runAll(engine);
    const comparison = (await store.readJson(
      supervisor.artifact('compare', 'report').digest,
    )) as Comparison;
    expect(comparison.entries.map(({ name }) => name)).toEqual(['whole', 'early']);
    const [verdict] = comparison.verdicts;
    expect(verdict).toMatchObject({ entry: 0, against: 1, trials: 3, examples: 80 });
    expect(verdict?.asymptote.difference.mean).toBeGreaterThan(0);
    const [turned] = comparison.pairs;
    expect(turned?.asymptote.difference.mean).toBeCloseTo(
      -(verdict?.asymptote.difference.mean ?? 0),
      9,
    );
    const step = supervisor.plan.steps.find(({ kind }) => kind === 'compare');
    expect(supervisor.outputs[step?.id ?? '']?.summary).toMatchObject({ best: 'whole' });
  });

  //  base, cut -> rank <- data
  it('is preceded by a ranking of bases without any training', async () => {
    const builder = new GraphBuilder()
      .node('data', 'dataset', { dataset: 'emoji-objects' })
      .node('base', 'base-model', { inputSize: 64 })
      .node('whole', 'cut-layers', { mode: 'layer', layer: 'avg_pool' })
      .node('cut', 'cut-layers', { mode: 'layer', layer: 'block1a_project_bn' })
      .node('rank', 'transferability', { names: ['early', 'whole'], examples: 64 })
      .wire('base', 'whole')
      .wire('base', 'cut')
      .wire('cut', 'rank.models')
      .wire('whole', 'rank.models')
      .wire('data', 'rank.dataset');
    const supervisor = supervise(builder);
    await supervisor.runAll(engine);
    const scores = (await store.readJson(
      supervisor.artifact('transferability', 'scores').digest,
    )) as TransferRanking;
    expect(scores.examples).toBe(64);
    expect(scores.models.map(({ features }) => features)).toEqual([16, 1280]);
    expect(scores.ranking).toEqual([1, 0]);
  });

  //  base -> cut -> embed <- data
  it('draws examples as points: those of one class lie closer together than others', async () => {
    const builder = new GraphBuilder()
      .node('data', 'dataset', { dataset: 'emoji-objects' })
      .node('base', 'base-model', { inputSize: 64 })
      .node('embed', 'embed', { examples: 40 })
      .wire('base', 'embed')
      .wire('data', 'embed.dataset');
    const supervisor = supervise(builder);
    await supervisor.runAll(engine);
    const { points, shares, ...facts } = (await store.readJson(
      supervisor.artifact('embed', 'points').digest,
    )) as Embedding;
    expect(facts).toMatchObject({ layer: 'avg_pool', features: 1280 });
    expect(points).toHaveLength(40);
    const [across = 0, along = 0] = shares;
    expect(along).toBeLessThan(across);
    expect(across + along).toBeLessThan(1);
    const meanDistance = (wanted: (same: boolean) => boolean): number => {
      const distances = points.flatMap((left, at) =>
        points
          .slice(at + 1)
          .flatMap((right) =>
            wanted(left.label === right.label)
              ? [Math.hypot(left.x - right.x, left.y - right.y)]
              : [],
          ),
      );
      return distances.reduce((sum, each) => sum + each, 0) / distances.length;
    };
    expect(meanDistance((same) => same)).toBeLessThan(meanDistance((same) => !same));
    const bytes = await store.read(supervisor.artifact('embed', 'table').digest);
    const table = new TextDecoder().decode(bytes);
    expect(table.split('\r\n')).toHaveLength(42);
    expect(table).toMatch(/^name,class,x,y\r\n[^']*$/);
  });

  it('goes on with the next fold after a pause, to the same report', async () => {
    const params = { folds: 3, repeats: 2, epochs: 2, batchSize: 8 };
    const whole = supervise(fromScratch(params));
    await whole.runAll(engine);
    const halted = supervise(fromScratch(params));
    const step = halted.step('cross-validate');
    const often = { minSeconds: 0, maxSeconds: 0, meanSecondsBetweenFailures: 1 };
    const outcome = await halted.run(engine, step, { checkpoint: often }, (message) => {
      if (message.type === 'checkpoint' && message.epoch === 2) {
        engine.send({ type: 'stop', mode: 'pause' });
      }
    });
    expect(outcome).toEqual({ type: 'stopped', mode: 'pause' });
    await halted.run(engine, step, { resume: halted.checkpoints.at(-1) ?? null });
    const [left, right] = await Promise.all([whole, halted].map(readReport));
    expect(withoutTimes(right)).toEqual(withoutTimes(left));
    expect(left?.crossValidation?.results).toHaveLength(6);
  });
});

/** Everything but wall clock. */
function withoutTimes(report: EvaluationReport | undefined): unknown {
  return JSON.parse(
    JSON.stringify(report, (key: string, value: unknown) => (key === 'seconds' ? 0 : value)),
  );
}
