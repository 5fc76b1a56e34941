import { spawnSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attachHead, buildSmallCnn, type ModelSpec } from '@graft/model';
import { storeEfficientNet } from './testing/bundled-data';
import { expectSame, ExportRoom, HEAD, readAnswers, TEXTS } from './testing/export-room';
import { openPython } from './testing/open-python';
import { readZip } from './testing/read-zip';

const python = await openPython();
const ROOT = join(import.meta.dirname, '../../..');

let room: ExportRoom;

beforeAll(async () => {
  room = await ExportRoom.open();
});
afterAll(() => room?.close());

/** Unpacks an export and runs its program as the README says. */
async function runExample(zip: string, given: readonly string[] = room.paths) {
  const target = await room.unpack(zip);
  await symlink(join(ROOT, 'node_modules'), join(target, 'node_modules'));
  const program = join(target, 'predict.mjs');
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, ...given], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return readAnswers(stdout);
}

function buildGreyModel(): ModelSpec {
  const input = { height: 28, width: 28, channels: 1, mean: 0, scale: 255 } as const;
  return attachHead(buildSmallCnn({ kind: 'image', ...input }, 5), HEAD);
}

const facts = { name: 'objects', graph: { format: 'graft.graph/1', nodes: [], edges: [] } };

describe('an exported model, unpacked and run by its own program in Node', () => {
  it('as ONNX answers as Graft does, in half precision nearly', async () => {
    const { spec: base } = await storeEfficientNet(room.room.store);
    const spec = attachHead(base, HEAD);
    const expected = await room.predict(spec);
    const params = { format: 'onnx', name: 'objects', facts };
    const whole = await room.run('export-model', spec, { ...params, float16: false });
    expectSame(await runExample(whole), expected, 1e-3);
    const half = await room.run('export-model', spec, { ...params, float16: true });
    expectSame(await runExample(half), expected, 3e-2);
    const card = new TextDecoder().decode((await readZip(half)).get('MODEL_CARD.md'));
    expect(card).toContain('# objects');
    expect(card).toContain('half precision');
    expect(card).toContain('\\_\\_proto\\_\\_');
  });

  it('as a TensorFlow.js layers model answers as Graft does', async () => {
    const input = { height: 24, width: 20, channels: 3, mean: 127, scale: 128 } as const;
    const spec = attachHead(buildSmallCnn({ kind: 'image', ...input }, 5), HEAD);
    const zip = await room.run('export-model', spec, { format: 'tfjs', float16: false, name: 'x' });
    expectSame(await runExample(zip), await room.predict(spec), 1e-3);
    expect([...(await readZip(zip)).keys()]).toEqual([
      ...['README.md', 'MODEL_CARD.md', 'model.json', 'weights.bin', 'labels.json'],
      ...['preprocessing.json', 'predict.mjs', 'browser.html', 'graft.json'],
    ]);
  });

  it.each(['masked-mean', 'convolution'] as const)(
    'of texts answers as Graft does, and as ONNX is refused in words: %s',
    async (pooling) => {
      const spec = await room.buildTextModel(pooling);
      const expected = await room.predictTexts(spec);
      const params = { format: 'tfjs', float16: false, name: 'x' };
      const zip = await room.run('export-model', spec, params);
      expectSame(await runExample(zip, TEXTS), expected, 1e-3);
      const half = await room.run('export-model', spec, { ...params, float16: true });
      expectSame(await runExample(half, TEXTS), expected, 3e-2);
      const files = await readZip(zip);
      expect([...files.keys()]).toEqual([
        ...['README.md', 'MODEL_CARD.md', 'model.json', 'weights.bin', 'labels.json'],
        ...['vocabulary.json', 'preprocessing.json', 'predict.mjs', 'browser.html', 'graft.json'],
      ]);
      const card = new TextDecoder().decode(files.get('MODEL_CARD.md'));
      expect(card).toContain('- Tells texts apart: 4 classes');
      const onnx = room.run('export-model', spec, { ...params, format: 'onnx' });
      await expect(onnx).rejects.toMatchObject({ code: 'export.unsupported_layer' });
    },
  );

  it('of a grey model answers as Graft does', async () => {
    const spec = buildGreyModel();
    const params = { format: 'onnx', float16: false, name: 'x' };
    const zip = await room.run('export-model', spec, params);
    expectSame(await runExample(zip), await room.predict(spec), 1e-3);
  });
});

const describeInPython = python === null ? describe.skip : describe;

describeInPython('an exported model, unpacked and run by its own program in Python', () => {
  async function runInPython(zip: string, given: readonly string[] = room.paths) {
    const folder = await room.unpack(zip);
    return readAnswers((await python?.run(join(folder, 'predict.py'), given, folder)) ?? '');
  }

  it.each(['onnx', 'keras'])('as %s answers as Graft does', async (format) => {
    const { spec: base } = await storeEfficientNet(room.room.store);
    const spec = attachHead(base, HEAD);
    const zip = await room.run('export-model', spec, { format, float16: false, name: 'objects' });
    expectSame(await runInPython(zip), await room.predict(spec), 1e-3);
  });

  it.each([
    ['onnx', false, 1e-3],
    ['keras', true, 3e-2],
  ])(
    'of a grey model answers as Graft does: %s, half precision: %s',
    async (format, float16, most) => {
      const spec = buildGreyModel();
      const zip = await room.run('export-model', spec, { format, float16, name: 'x' });
      expectSame(await runInPython(zip), await room.predict(spec), most);
    },
  );

  it('of texts answers as Graft does, in Keras', async () => {
    const spec = await room.buildTextModel('masked-mean');
    const params = { format: 'keras', float16: false, name: 'x' };
    const zip = await room.run('export-model', spec, params);
    expectSame(await runInPython(zip, TEXTS), await room.predictTexts(spec), 1e-3);
  });
});
