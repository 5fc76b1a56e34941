import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { datasetManifestSchema, type Graph } from '@graft/graph';
import { modelSpecSchema } from '@graft/model';
import type {
  EvaluationReport,
  FeatureMaps,
  PredictedExamples,
  Prediction,
} from '@graft/nodes/steps';
import type { Step } from '@graft/plan';
import type { EngineProcess } from './host';
import { EngineRoom } from './testing/engine-room';
import { compileGraph, featureExtractionGraph } from './testing/graphs';
import { readZip } from './testing/read-zip';
import { runLooseStep } from './testing/run-loose-step';
import { TestSupervisor } from './testing/run-plan';
import type { TestStore } from './testing/test-store';

const ZIP = join(import.meta.dirname, '../../../assets/datasets/emoji-objects.zip');

/** ... train -> predict <- split.test */
function withPredict(graph: Graph): Graph {
  const wire = (node: string, output: string, port: string) => ({
    from: { node, port: output },
    to: { node: 'predict', port },
  });
  const params = { topK: 2, explain: 3 };
  return {
    ...graph,
    nodes: [...graph.nodes, { id: 'predict', kind: 'predict', version: 1, params }],
    edges: [...graph.edges, wire('train', 'model', 'model'), wire('split', 'test', 'dataset')],
  };
}

describe('a model that has learned by the template of feature extraction', () => {
  let room: EngineRoom;
  let store: TestStore;
  let engine: EngineProcess;
  let whole: TestSupervisor;

  beforeAll(async () => {
    room = await EngineRoom.open();
    ({ store } = room);
    const resources = await room.storePictures({ 'emoji-objects': 24 }, { base: true });
    engine = await room.start();
    const graph = withPredict(featureExtractionGraph());
    whole = new TestSupervisor(store, compileGraph(graph, resources));
    await whole.runAll(engine);
  });
  afterAll(() => room?.close());

  it('predicts with the registered model as the report says, and names a file that is no picture', async () => {
    const report = (await store.readJson(
      whole.artifact('evaluate', 'report').digest,
    )) as EvaluationReport;
    const rows = report.rows.slice(0, 5);
    const pictures = await readZip(ZIP);
    const files = await Promise.all(
      rows.map(async ({ name }) => ({
        name,
        digest: await store.put(pictures.get(name) ?? new Uint8Array()),
      })),
    );
    files.splice(2, 0, { name: 'notes.txt', digest: await store.put('not a picture') });
    const predictions = await predict(files);
    expect(predictions.map(({ file }) => file)).toEqual(files.map(({ name }) => name));
    expect(predictions[2]).toMatchObject({ error: { code: 'predict.not-a-picture' } });
    const answers = predictions.flatMap((each) => ('top' in each ? [each.top[0]] : []));
    answers.forEach((top, index) => {
      const { predicted = -1, probabilities = [] } = rows[index] ?? {};
      expect(top?.label).toBe(report.labels[predicted]);
      expect(top?.probability).toBeCloseTo(probabilities[predicted] ?? -1, 3);
    });
  });

  it('names every example of a data set as the report does, shows the least sure, and where it saw them', async () => {
    const [{ rows, labels }, { shown, counts, examples }] = (await Promise.all(
      [whole.artifact('evaluate', 'report'), whole.artifact('predict', 'predictions')].map(
        ({ digest }) => store.readJson(digest),
      ),
    )) as [EvaluationReport, PredictedExamples];
    const answerOf = new Map(rows.map((row) => [row.sha256, row]));
    expect([examples, shown.length]).toEqual([rows.length, rows.length]);
    expect(counts.map(({ label }) => label)).toEqual(labels);
    for (const { label, examples: count } of counts) {
      const own = rows.filter(({ predicted }) => labels[predicted] === label);
      expect(count).toBe(own.length);
    }
    for (const { sha256, top, class: known } of shown) {
      const { label = -1, predicted = -1, probabilities = [] } = answerOf.get(sha256) ?? {};
      expect([known, top[0]?.label]).toEqual([labels[label], labels[predicted]]);
      expect(top[0]?.probability).toBeCloseTo(probabilities[predicted] ?? -1, 6);
      expect(top).toHaveLength(2);
    }
    const sureness = shown.map(({ top }) => top[0]?.probability ?? 0);
    expect(sureness).toEqual([...sureness].sort((left, right) => left - right));
    const evidence = shown.map((each) => each.evidence?.label);
    const [first, second, third] = shown.map(({ top }) => top[0]?.label);
    expect(evidence.slice(0, 4)).toEqual([first, second, third, undefined]);
    expect(Math.max(...(shown[0]?.evidence?.values ?? []))).toBe(1);
    const table = new TextDecoder().decode(
      await store.read(whole.artifact('predict', 'table').digest),
    );
    const lines = table.trimEnd().split('\r\n');
    expect(lines[0]).toBe('id,name,class,label 1,p 1,label 2,p 2');
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(rows.map((row) => row.sha256));
  });

  it('is sure of what it has learned from, and unsure of noise', async () => {
    const { rows } = (await store.readJson(
      whole.artifact('evaluate', 'report').digest,
    )) as EvaluationReport;
    const pictures = await readZip(ZIP);
    const known = pictures.get(rows[0]?.name ?? '') ?? new Uint8Array();
    const noise = sharp({
      create: {
        ...{ width: 72, height: 72, channels: 3, background: 'white' },
        noise: { type: 'gaussian', mean: 128, sigma: 80 },
      },
    });
    const files = [
      { name: 'known', digest: await store.put(known) },
      { name: 'notes.txt', digest: await store.put('not a picture') },
      { name: 'noise', digest: await store.put(await noise.png().toBuffer()) },
    ];
    const predictions = await predict(files);
    expect(predictions).toMatchObject([{ unsure: false }, { error: {} }, { unsure: true }]);
  });

  it('shows where in the picture it saw what it names', async () => {
    const { rows } = (await store.readJson(
      whole.artifact('evaluate', 'report').digest,
    )) as EvaluationReport;
    const right = rows.find(({ predicted, label }) => predicted === label);
    const object = Buffer.from((await readZip(ZIP)).get(right?.name ?? '') ?? []);
    const size = { width: 144, height: 144, channels: 3 } as const;
    const place = async (corner: 'northwest' | 'southeast') => {
      const canvas = sharp({ create: { ...size, background: 'white' } });
      const drawn = await canvas
        .composite([{ input: object, gravity: corner }])
        .png()
        .toBuffer();
      return { name: corner, digest: await store.put(drawn) };
    };
    const files = [await place('northwest'), await place('southeast')];
    const found = await predict(files, 2);
    const [upperLeft, lowerRight] = found.map((each) => {
      const { evidence = [], top } = 'top' in each ? each : { top: [] };
      expect(evidence.map(({ label }) => label)).toEqual(top.slice(0, 2).map(({ label }) => label));
      const [{ height, width, values } = { height: 0, width: 0, values: [] }] = evidence;
      expect([height, width, Math.max(...values)]).toEqual([7, 7, 1]);
      const sum = values.reduce((total, value) => total + value, 0);
      const mean = (placeOf: (at: number) => number) =>
        values.reduce((total, value, at) => total + value * placeOf(at), 0) / sum;
      return { column: mean((at) => at % 7), row: mean((at) => Math.floor(at / 7)) };
    });
    // In cells of the grid; half the picture is 3.5 of them.
    expect((lowerRight?.column ?? 0) - (upperLeft?.column ?? 0)).toBeGreaterThan(1);
    expect((lowerRight?.row ?? 0) - (upperLeft?.row ?? 0)).toBeGreaterThan(1);
  });

  it('shows what the channels of a block make of a picture', async () => {
    const { digest } = whole.artifact('register-model', 'model');
    const spec = modelSpecSchema.parse(await store.readJson(digest));
    // A black square on the right of a white picture.
    const ink = { create: { width: 40, height: 80, channels: 3, background: 'black' } } as const;
    const square = await sharp(ink).png().toBuffer();
    const drawn = sharp({ create: { width: 80, height: 80, channels: 3, background: 'white' } })
      .composite([{ input: square, gravity: 'east' }])
      .png();
    const picture = { name: 'square', digest: await store.put(await drawn.toBuffer()) };
    const look = async (block?: string) => {
      const params = { picture, most: 5, ...(block === undefined ? {} : { block }) };
      const { maps = '' } = await runLooseStep(engine, store, {
        ...{ kind: 'map-features', params, spec },
      });
      return JSON.parse(await readFile(maps, 'utf8')) as FeatureMaps;
    };
    const { maps, height, width, blocks, block } = await look();
    expect([block, height, width, maps.length]).toEqual(['stem', 56, 56, 5]);
    const means = maps.map(({ pixels }) => {
      const grey = [...Buffer.from(pixels, 'base64')];
      const mean = (wanted: (column: number) => boolean) => {
        const own = grey.filter((_, at) => wanted(at % width));
        return own.reduce((sum, value) => sum + value, 0) / own.length;
      };
      return Math.abs(mean((column) => column < 26) - mean((column) => column > 29));
    });
    // Of 255: the channels that differ most tell the halves apart.
    expect(Math.max(...means)).toBeGreaterThan(100);
    const last = blocks.at(-1)?.block;
    expect(await look(last)).toMatchObject({ block: last, height: 7, width: 7 });
    await expect(look('nowhere')).rejects.toMatchObject({ code: 'features.unknown-block' });
  });

  it('names a picture that it has learned from as the nearest to itself', async () => {
    const { digest } = whole.artifact('register-model', 'model');
    const { familiarity } = modelSpecSchema.parse(await store.readJson(digest));
    const dataset = whole.step('train').data['train']?.dataset ?? '';
    const { examples } = datasetManifestSchema.parse(await store.readJson(dataset));
    const { rows } = (await store.readJson(
      whole.artifact('evaluate', 'report').digest,
    )) as EvaluationReport;
    const learned = familiarity?.examples?.sha256 ?? [];
    expect(familiarity?.examples?.dataset).toBe(dataset);
    expect(learned).toHaveLength(familiarity?.references.shape[0] ?? 0);
    const tested = new Set(rows.map(({ sha256 }) => sha256));
    expect(learned.filter((sha256) => tested.has(sha256))).toEqual([]);
    const pictures = await readZip(ZIP);
    const wanted = learned.slice(3, 6);
    const files = await Promise.all(
      wanted.map(async (sha256) => {
        const name = examples.find((each) => each.sha256 === sha256)?.name ?? '';
        return { name, digest: await store.put(pictures.get(name) ?? new Uint8Array()) };
      }),
    );
    files.push({ name: 'notes.txt', digest: await store.put('not a picture') });
    const nearest = (await predict(files)).flatMap((each) => ('top' in each ? [each.nearest] : []));
    expect(nearest.map(([first]) => first?.sha256)).toEqual(wanted);
    for (const each of nearest) {
      const similarities = each.map(({ similarity }) => similarity);
      expect(similarities).toHaveLength(6);
      expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
      expect(similarities[0]).toBeCloseTo(1, 3);
    }
  });

  async function predict(
    files: { name: string; digest: string }[],
    explain = 0,
  ): Promise<Prediction[]> {
    const { digest } = whole.artifact('register-model', 'model');
    const spec = modelSpecSchema.parse(await store.readJson(digest));
    const step: Step = {
      ...whole.step('register-model'),
      id: 'predict',
      kind: 'predict-files',
      params: { files, topK: 3, explain },
      models: { model: digest },
      artifacts: {},
      needs: [],
    };
    const outcome = await whole.run(engine, step, { models: { [digest]: spec } });
    expect(outcome).toMatchObject({ type: 'done' });
    const predictions = whole.outputs['predict']?.artifacts['predictions']?.digest ?? '';
    return (await store.readJson(predictions)) as Prediction[];
  }
});
