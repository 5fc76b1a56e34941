import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@graft/graph';
import {
  attachHead,
  buildSmallCnn,
  buildWordVectors,
  type HeadOptions,
  type ModelSpec,
  type WeightSpec,
} from '@graft/model';
import type { Prediction } from '@graft/nodes/steps';
import type { EngineProcess } from './host';
import { storeEfficientNet, storeWordVectors } from './testing/bundled-data';
import { EngineRoom } from './testing/engine-room';
import { readZip } from './testing/read-zip';
import { runLooseStep } from './testing/run-loose-step';
import type { TestStore } from './testing/test-store';

const ROOT = join(import.meta.dirname, '../../..');
const PICTURES = ['animal/1F400.png', 'food/1F34E.png'];
/** Accents, case and punctuation; cut off; words that it doesn't know; none at all. */
const TEXTS = [
  ...['Black CAT!', 'a red apple and a green pear on the old table', 'qwxyz Café', 'qwxyz'],
];
const HEAD: HeadOptions = {
  pooling: 'auto',
  hiddenUnits: [],
  dropout: 0.2,
  seed: 3,
  labels: ['animal', 'building', 'food', '__proto__'],
};

let room: EngineRoom;
let store: TestStore;
let engine: EngineProcess;
let pictures: { path: string; digest: string }[];

beforeAll(async () => {
  room = await EngineRoom.open();
  ({ store } = room);
  const zip = await readZip(join(ROOT, 'assets/datasets/emoji-objects.zip'));
  const names = [...zip.keys()].filter((name) => name.endsWith('.png'));
  pictures = await Promise.all(
    PICTURES.map(async (wanted, index) => {
      const name = names.find((each) => each.endsWith(wanted)) ?? names[index * 200] ?? '';
      const path = join(room.folder, `picture ${String(index)}.png`);
      const bytes = zip.get(name) ?? new Uint8Array();
      await writeFile(path, bytes);
      return { path, digest: await store.put(bytes) };
    }),
  );
  engine = await room.start();
});
afterAll(() => room?.close());

async function runStep(kind: string, spec: ModelSpec, params: JsonObject): Promise<string> {
  const [path] = Object.values(await runLooseStep(engine, store, { kind, spec, params }));
  return path ?? '';
}

/** What Graft itself answers, label by label. */
async function predictHere(spec: ModelSpec, given = pictures): Promise<Map<string, number>[]> {
  const files = given.map(({ path, digest }) => ({ name: path, digest }));
  const path = await runStep('predict-files', spec, { files, topK: 10 });
  const answers = JSON.parse(await readFile(path, 'utf8')) as Prediction[];
  return answers.map((each) => new Map('top' in each ? each.top.map(toPair) : []));
}

const toPair = (each: { label: string; probability: number }) =>
  [each.label, each.probability] as const;

/** Unpacks an export and runs its program as the README says. */
async function runExample(
  zip: string,
  given = pictures.map(({ path }) => path),
): Promise<Map<string, number>[]> {
  const target = await mkdtemp(join(room.folder, 'unpacked-'));
  for (const [name, bytes] of await readZip(zip)) await writeFile(join(target, name), bytes);
  await symlink(join(ROOT, 'node_modules'), join(target, 'node_modules'));
  const program = join(target, 'predict.mjs');
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, ...given], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line) => {
    const { top } = JSON.parse(line) as { top: { label: string; probability: number }[] };
    return new Map(top.map(toPair));
  });
}

function expectSame(actual: Map<string, number>[], expected: Map<string, number>[], most: number) {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((answer, index) => {
    expect([...(actual[index]?.keys() ?? [])].sort()).toEqual([...answer.keys()].sort());
    for (const [label, probability] of answer) {
      expect(Math.abs((actual[index]?.get(label) ?? NaN) - probability)).toBeLessThan(most);
    }
  });
}

const facts = { name: 'objects', graph: { format: 'graft.graph/1', nodes: [], edges: [] } };

describe('an exported model, unpacked and run by its own program in Node', () => {
  it('as ONNX answers as Graft does, in half precision nearly', async () => {
    const { spec: base } = await storeEfficientNet(store);
    const spec = attachHead(base, HEAD);
    const expected = await predictHere(spec);
    const params = { format: 'onnx', name: 'objects', facts };
    const whole = await runStep('export-model', spec, { ...params, float16: false });
    expectSame(await runExample(whole), expected, 1e-3);
    const half = await runStep('export-model', spec, { ...params, float16: true });
    expectSame(await runExample(half), expected, 3e-2);
    const card = new TextDecoder().decode((await readZip(half)).get('MODEL_CARD.md'));
    expect(card).toContain('# objects');
    expect(card).toContain('half precision');
    expect(card).toContain('\\_\\_proto\\_\\_');
  });

  it('as a TensorFlow.js layers model answers as Graft does', async () => {
    const input = { height: 24, width: 20, channels: 3, mean: 127, scale: 128 } as const;
    const spec = attachHead(buildSmallCnn({ kind: 'image', ...input }, 5), HEAD);
    const zip = await runStep('export-model', spec, { format: 'tfjs', float16: false, name: 'x' });
    expectSame(await runExample(zip), await predictHere(spec), 1e-3);
    expect([...(await readZip(zip)).keys()]).toEqual([
      ...['README.md', 'MODEL_CARD.md', 'model.json', 'weights.bin', 'labels.json'],
      ...['preprocessing.json', 'predict.mjs', 'browser.html', 'graft.json'],
    ]);
  });

  it.each(['masked-mean', 'convolution'] as const)(
    'of texts answers as Graft does, and as ONNX is refused in words: %s',
    async (pooling) => {
      const { spec: table } = await storeWordVectors(store);
      const [{ shape, source }] = table.layers.flatMap(({ weights }) => weights) as [WeightSpec];
      const [words = 0, dimensions = 0] = shape;
      const { vocabulary } = table.input as { vocabulary: string };
      const spec = attachHead(
        buildWordVectors({
          ...{ vocabulary, words, dimensions, vectors: source, pooling },
          ...{ length: 8, trainable: false, seed: 1 },
        }),
        HEAD,
      );
      const given = await Promise.all(
        TEXTS.map(async (text) => ({ path: text, digest: await store.put(text) })),
      );
      const expected = await predictHere(spec, given);
      const params = { format: 'tfjs', float16: false, name: 'x' };
      const zip = await runStep('export-model', spec, params);
      expectSame(await runExample(zip, TEXTS), expected, 1e-3);
      const half = await runStep('export-model', spec, { ...params, float16: true });
      expectSame(await runExample(half, TEXTS), expected, 3e-2);
      const files = await readZip(zip);
      expect([...files.keys()]).toEqual([
        ...['README.md', 'MODEL_CARD.md', 'model.json', 'weights.bin', 'labels.json'],
        ...['vocabulary.json', 'preprocessing.json', 'predict.mjs', 'browser.html', 'graft.json'],
      ]);
      const card = new TextDecoder().decode(files.get('MODEL_CARD.md'));
      expect(card).toContain('- Tells texts apart: 4 classes');
      const onnx = runStep('export-model', spec, { ...params, format: 'onnx' });
      await expect(onnx).rejects.toMatchObject({ code: 'export.unsupported_layer' });
    },
  );

  it('of a grey model answers as Graft does', async () => {
    const input = { height: 28, width: 28, channels: 1, mean: 0, scale: 255 } as const;
    const spec = attachHead(buildSmallCnn({ kind: 'image', ...input }, 5), HEAD);
    const params = { format: 'onnx', float16: false, name: 'x' };
    const zip = await runStep('export-model', spec, params);
    expectSame(await runExample(zip), await predictHere(spec), 1e-3);
  });
});
