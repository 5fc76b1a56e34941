import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportOnnx } from '@graft/ml';
import { digestSpec, modelSpecSchema, type BaseCard, type ModelSpec } from '@graft/model';
import type { Picture } from '@graft/nodes/steps';
import { graphSchema } from '@graft/graph';
import { makeGreedyOnnx, makeOnnx } from '@graft/testing/hostile';
import { LocalFiles } from './data/local-files';
import { openOnnxPrefix } from './execute-prefix/onnx';
import { tryOnnx } from './execute-prefix/try-onnx';
import type { EngineProcess } from './host';
import { loadWeights } from './load-weights';
import { resourcesOf, storeDataset, storeEfficientNet } from './testing/bundled-data';
import { EngineRoom } from './testing/engine-room';
import { compileGraph, featureExtractionGraph } from './testing/graphs';
import { readZip } from './testing/read-zip';
import { runLooseStep } from './testing/run-loose-step';
import { TestSupervisor } from './testing/run-plan';
import type { TestStore } from './testing/test-store';

const FIXTURES = join(import.meta.dirname, 'testing/onnx');
const PYTORCH = {
  ...{ mean: 0, scale: 255 },
  ...{ channelMean: [0.485, 0.456, 0.406], channelDeviation: [0.229, 0.224, 0.225] },
};

/** What an engine may take that tries a model. */
const LIMIT = 3 * 1024 ** 3;

let room: EngineRoom;
let store: TestStore;
let engine: EngineProcess;
let small: Uint8Array;
/** What the reference evaluator of the onnx package answered: see make_onnx.py. */
let answers: Record<string, number[][]>;

beforeAll(async () => {
  room = await EngineRoom.open();
  ({ store } = room);
  engine = await room.start();
  small = await readFile(join(FIXTURES, 'small.onnx'));
  answers = JSON.parse(await readFile(join(FIXTURES, 'answers.json'), 'utf8')) as typeof answers;
});
afterAll(() => room?.close());

async function importOnnx(file: Uint8Array, params = {}, on = engine): Promise<ModelSpec> {
  const files = [{ name: 'model.onnx', digest: await store.put(file) }];
  const step = { kind: 'import-base', params: { files, ...PYTORCH, ...params } };
  const outputs = await runLooseStep(on, store, step);
  await store.put(await readFile(outputs['weights'] ?? ''));
  return modelSpecSchema.parse(JSON.parse(await readFile(outputs['model'] ?? '', 'utf8')));
}

async function run(spec: ModelSpec, pictures: readonly Picture[], layer: string) {
  const files = new LocalFiles(store.files);
  const digestOf = () => {
    throw new Error('no step has made a weight');
  };
  const context = {
    threads: 1,
    loadWeights: (weights: Parameters<typeof loadWeights>[0]) =>
      loadWeights(weights, { files, digestOf }),
  };
  const prefix = await openOnnxPrefix(context, spec, [layer]);
  const values = await prefix.execute(pictures);
  await prefix.dispose();
  await files.close();
  return values.get(layer) ?? new Float32Array();
}

describe('an ONNX file as a base', () => {
  it.each([
    ['what enters its classifier', {}, [16], '/flat'],
    ['a tensor by name', { output: 'logits' }, [5], 'logits'],
    ['a map, channels last', { output: '/relu6' }, [8, 8, 16], '/relu6'],
  ])('gives %s as the onnx package computes it', async (_, params, shape, tensor) => {
    const spec = await importOnnx(small, params);
    expect(spec.layers.at(-1)).toMatchObject({ outputShape: shape, trainable: false });
    const pictures = (answers['pictures'] ?? []).map((data) => {
      return { height: 32, width: 32, channels: 3, data: Uint8Array.from(data) } as const;
    });
    const values = await run(spec, pictures, 'features');
    const expected = (answers[tensor] ?? []).flat();
    expect(values).toHaveLength(expected.length);
    values.forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? NaN, 4));
  });

  it('takes what Graft exports, channels last, with the values of the original', async () => {
    const { spec } = await storeEfficientNet(store);
    const files = new LocalFiles(store.files);
    const weights = await loadWeights(
      spec.layers.flatMap((layer) => layer.weights),
      { files, digestOf: () => '' },
    );
    const file = exportOnnx(spec, weights, { input: 'prepared', outputs: ['avg_pool'] });
    const imported = await importOnnx(file, {
      ...{ mean: 127, scale: 128, channelMean: null, channelDeviation: null },
    });
    const data = Uint8Array.from({ length: 64 * 48 * 3 }, (_, at) => (at * 31) % 256);
    const pictures = [{ height: 64, width: 48, channels: 3, data } as const];
    const [have, want] = [
      await run(imported, pictures, 'features'),
      await run(spec, pictures, 'avg_pool'),
    ];
    expect(have).toHaveLength(1280);
    have.forEach((value, index) => expect(value).toBeCloseTo(want[index] ?? NaN, 4));
    await files.close();
  });

  it('carries a head: trained, judged, registered and exported as one ONNX file', async () => {
    const spec = await importOnnx(small);
    const base: BaseCard = {
      ...{ ref: 'small', name: 'small', digest: digestSpec(spec), spec, licence: 'MIT' },
    };
    const data = await storeDataset(store, 'emoji-objects', 12);
    const graph = featureExtractionGraph({
      data: { dataset: 'emoji-objects' },
      base: { base: 'small' },
      train: { epochs: 12, learningRate: 0.03 },
    });
    const exported = graphSchema.parse({
      ...graph,
      nodes: [...graph.nodes, { id: 'export', kind: 'export-model', params: { name: 'small' } }],
      edges: [
        ...graph.edges,
        {
          from: { node: 'train', port: 'model' },
          to: { node: 'export', port: 'model' },
        },
      ],
    });
    const plan = compileGraph(exported, resourcesOf([data], [base]));
    const extraction = plan.steps.find(({ kind }) => kind === 'extract-features');
    expect(extraction?.params).toMatchObject({ cut: ['features'], executor: 'onnx' });
    const supervisor = new TestSupervisor(store, plan);
    await supervisor.runAll(engine);
    const losses = (await readHistory(supervisor)).flatMap(({ loss }) => loss ?? []);
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) * 0.95);
    const zip = await readZip(store.files[supervisor.artifact('export-model', 'file').digest]!);
    const picture = {
      height: 40,
      width: 24,
      channels: 3,
      data: new Uint8Array(40 * 24 * 3),
    } as const;
    const [trial] = await tryOnnx(zip.get('model.onnx')!, [[picture, picture]], 1);
    if (trial?.ok !== true) throw new Error(trial?.reason);
    expect(trial.shape).toEqual([2, data.classes.length]);
    expect(trial.values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(2, 5);
    expect(new TextDecoder().decode(zip.get('MODEL_CARD.md'))).toMatch(/came as an ONNX file/);
  });

  it.each([
    ['no protobuf', new Uint8Array([8, 8, 255]), {}, 'model.unreadable'],
    ['an unknown tensor', null, { output: 'ghost' }, 'model.onnx_output'],
    ['labels', null, { labels: ['a', 'b'] }, 'model.onnx_labels'],
    ['a grey mean', null, { channelMean: [0.5] }, 'model.channels_mismatch'],
  ])('with %s is refused', async (_, file, params, code) => {
    await expect(importOnnx(file ?? small, params)).rejects.toMatchObject({
      ...{ errorClass: 'user', code },
    });
  });

  it('gives the same map whichever way it reads pictures', async () => {
    const data = Uint8Array.from({ length: 8 * 8 * 3 }, (_, at) => (at * 37) % 256);
    const picture = { height: 8, width: 8, channels: 3, data } as const;
    const answers = [];
    for (const turned of [false, true]) {
      const spec = await importOnnx(makeOnnx({ turned }));
      expect(spec.layers.at(-1)?.outputShape).toEqual([6, 6, 2]);
      answers.push(await run(spec, [picture], 'features'));
    }
    const [plain, turned] = answers;
    expect(new Set(plain).size).toBeGreaterThan(10);
    expect(turned).toEqual(plain);
  });

  it.each(makeGreedyOnnx())(
    '$name is refused before it takes the memory',
    async ({ bytes, code }) => {
      const limited = await room.start({ mostDataBytes: LIMIT });
      await expect(importOnnx(bytes, {}, limited)).rejects.toMatchObject({
        ...{ errorClass: 'user', code },
      });
      expect(limited.residentBytes()).toBeLessThan(LIMIT);
      // It lives, and takes the next one.
      expect(limited.healthy).toBe(true);
      await expect(importOnnx(small, {}, limited)).resolves.toMatchObject({ output: 'features' });
      await limited.kill();
    },
  );
});

async function readHistory(supervisor: TestSupervisor): Promise<{ loss: number | null }[]> {
  const { digest } = supervisor.artifact('train', 'history');
  const text = await readFile(store.files[digest] ?? '', 'utf8');
  return (JSON.parse(text) as { rows: { loss: number | null }[] }).rows;
}
