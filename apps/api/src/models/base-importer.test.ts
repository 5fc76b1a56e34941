import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { routes } from '@graft/contracts';
import type { StartMessage } from '@graft/plan';
import { makeHostileZips, makeOnnx, makeZip, writeHollowZip } from '@graft/testing/hostile';
import { BaseImporter } from './base-importer';

const BODY = routes.importBase.body.schema.parse({
  ...{ name: 'mine', channelMean: [0.485, 0.456, 0.406], channelDeviation: [0.229, 0.224, 0.225] },
});

/** More than is held while a file is unpacked, less than the file. */
const MOST_MEGABYTES = 128;
/** What the archives hold besides what is wrong with them. */
const PICTURE = Buffer.from('a picture, for all that a model knows of it');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'base-importer-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What the engine is asked; it refuses, so that nothing is stored. */
async function send(bytes: Uint8Array) {
  await writeFile(join(folder, 'upload'), bytes);
  return sendUpload();
}

async function sendUpload() {
  const asked: StartMessage[] = [];
  const importer = new BaseImporter({
    engines: {
      run: (start) => {
        asked.push(start);
        return Promise.resolve({
          ...{ type: 'failed', errorClass: 'user', code: 'model.refused', message: 'No.' },
          details: {},
        } as const);
      },
    },
    ...({ blobs: {}, database: {} } as never as Pick<
      ConstructorParameters<typeof BaseImporter>[0],
      'blobs' | 'database'
    >),
    ...{ folder: join(folder, 'scratch'), threads: 1 },
  });
  const path = join(folder, 'upload');
  const refusal = await importer.import('w', path, BODY).then(
    () => undefined,
    (error: unknown) => error as { code?: string; details?: Record<string, unknown> },
  );
  expect(await readdir(join(folder, 'scratch'))).toEqual([]);
  return { code: refusal?.code, place: refusal?.details?.['entry'], start: asked[0] };
}

describe('an upload that becomes a base', () => {
  it('is an ONNX file by its first byte, with all that was said of it', async () => {
    const { code, start } = await send(makeOnnx({}));
    expect(code).toBe('model.refused');
    expect(start?.step.params).toMatchObject({
      ...{ files: [{ name: 'model.onnx' }], colours: 'rgb', output: null },
      channelMean: [0.485, 0.456, 0.406],
    });
    expect(start?.step.params).not.toHaveProperty('name');
  });

  it('is an ONNX file in a zip, whatever it is called there', async () => {
    const zip = makeZip([{ name: 'export/resnet18.onnx', data: Buffer.from(makeOnnx({})) }]);
    const { start } = await send(zip);
    expect(start?.step.params).toMatchObject({ files: [{ name: 'model.onnx' }] });
  });

  it('is refused when it is none, or two', async () => {
    const onnx = Buffer.from(makeOnnx({}));
    const two = makeZip([
      { name: 'a.onnx', data: onnx },
      { name: 'b.onnx', data: onnx },
    ]);
    expect(await send(Buffer.from('hello'))).toMatchObject({ code: 'model.unsupported_file' });
    expect(await send(makeZip([{ name: 'README', data: onnx }]))).toMatchObject({
      code: 'model.unsupported_file',
    });
    expect(await send(two)).toMatchObject({ code: 'model.ambiguous_files' });
  });

  it('is unpacked in pieces, however large a file in it is, and refused when one is beyond 1 GB', async () => {
    const before = process.resourceUsage().maxRSS;
    await writeHollowZip(join(folder, 'upload'), 'weights.bin', 512 * 1024 ** 2);
    const { code, start } = await sendUpload();
    expect([code, start?.step.params]).toMatchObject([
      'model.refused',
      { files: [{ name: 'weights.bin' }] },
    ]);
    expect((process.resourceUsage().maxRSS - before) / 1024).toBeLessThan(MOST_MEGABYTES);
    await writeHollowZip(join(folder, 'upload'), 'weights.bin', 1024 ** 3 + 1);
    expect(await sendUpload()).toMatchObject({ code: 'archive.too_large', place: 1 });
  });

  it('is no hostile archive: each gets its code and place, and none reaches an engine', async () => {
    const faults: string[] = [];
    for (const { name, bytes, expected } of makeHostileZips(PICTURE)) {
      const { code, place, start } = await send(bytes);
      // What holds nothing to learn from holds no model either; what is no archive may be no model.
      const refused = 'code' in expected && expected.code !== 'dataset.empty' ? expected : null;
      const isArchive = bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04';
      const wanted = isArchive && refused !== null ? refused.code : 'model.unsupported_file';
      if (code !== wanted) faults.push(`${name}: expected ${wanted}, got ${String(code)}`);
      const misplaced = refused?.place !== undefined && place !== refused.place;
      if (misplaced) faults.push(`${name}: at ${String(place)}`);
      if (start !== undefined) faults.push(`${name}: reached an engine`);
    }
    expect(faults).toEqual([]);
  });
});
