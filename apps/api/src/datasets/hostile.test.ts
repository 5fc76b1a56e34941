import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { NewDatasetVersion } from '@graft/db';
import { readLayersModel } from '@graft/model';
import { LocalBlobStore } from '@graft/storage';
import {
  makeHostileCsvs,
  makeHostileModels,
  makeHostileOnnx,
  makeHostilePictures,
  makeHostileZips,
  type HostileFile,
} from '@graft/testing/hostile';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { DatasetImporter } from './dataset-importer';
import { makePicture } from './picture.fixture';

/** Of all uploads together, at the peak: decoded, a picture of 30,000 x 30,000 alone would take 3 GB. */
const MOST_MEGABYTES = 256;
const NOISE = { width: 64, height: 48 };

/** A picture whose bytes are many, so that cutting it off cuts pixels off. */
function drawNoise() {
  const data = Buffer.from(
    Array.from({ length: NOISE.width * NOISE.height * 3 }, (_, at) => (at * 7919) % 251),
  );
  return sharp(data, { raw: { ...NOISE, channels: 3 } });
}

async function drawOdd(): Promise<Record<string, Buffer>> {
  const frames = await Promise.all(['red', 'blue'].map((colour) => makePicture(colour)));
  const animated = sharp(frames, { join: { animated: true } });
  return {
    'a CMYK JPEG': await drawNoise().toColourspace('cmyk').jpeg().toBuffer(),
    'a PNG of 16 bits': await drawNoise().toColourspace('rgb16').png().toBuffer(),
    'a grey PNG of 1 bit': await drawNoise()
      .greyscale()
      .threshold()
      .png({ palette: true })
      .toBuffer(),
    'an animated GIF': await animated.clone().gif().toBuffer(),
    'an animated WebP': await animated.clone().webp().toBuffer(),
    'an animated PNG': animatePng(await makePicture('red')),
    'a JPEG turned by EXIF': await drawNoise().withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    'a JPEG mirrored by EXIF': await drawNoise().withMetadata({ orientation: 7 }).jpeg().toBuffer(),
    'a progressive JPEG': await drawNoise().jpeg({ progressive: true }).toBuffer(),
    'an interlaced PNG': await drawNoise().png({ progressive: true }).toBuffer(),
    'a PNG of one pixel': await makePicture('red', 'png', { width: 1, height: 1 }),
  };
}

/** The same picture as the first frame of two: two chunks more, which a plain reader skips. */
function animatePng(png: Buffer): Buffer {
  const head = 8 + 25;
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const frames = Buffer.alloc(8);
  frames.writeUInt32BE(2);
  const control = Buffer.alloc(26);
  control.writeUInt32BE(png.readUInt32BE(16), 4);
  control.writeUInt32BE(png.readUInt32BE(20), 8);
  const added = [chunk('acTL', frames), chunk('fcTL', control)];
  return Buffer.concat([png.subarray(0, head), ...added, png.subarray(head)]);
}

/** What nobody may send, in the names of the corpus. */
const KINDS = [
  ...[
    /^zip: .*"\.\.\/evil/,
    /^zip: .*"\/etc/,
    /^zip: mode 120777/,
    /^zip: twice/,
    /^zip: .*"a\/x{28}"/,
  ],
  ...[/^zip: a bomb/, /^zip: many small bombs/, /^zip: an entry inside another/, /^zip: cut off/],
  ...[/^zip: encrypted/, /^picture: PNG of 30,000 x 30,000/, /^picture: jpeg cut off/],
  ...[
    /^picture: SVG named \.png/,
    /^picture: .*CMYK/,
    /^picture: .*16 bits/,
    /^picture: .*animated/,
  ],
  ...[/^csv: an endless head/, /^csv: one endless cell/, /^csv: a NUL/, /^csv: UTF-16/],
  ...[/^csv: a lone quote/, /^csv: a formula/, /^model: layer Lambda/, /^model: layer LSTM/],
  ...[/^model: path "\.\.\//, /^model: .* bytes of weights/, /^model: .*nested deeply/],
  ...[/^model: quantised with NaN/, /^onnx: weights in another file/],
];

let folder: string;
let importer: DatasetImporter;
let rows: NewDatasetVersion[];
let corpus: HostileFile[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-hostile-'));
  rows = [];
  const database = {
    blobs: { record: () => Promise.resolve() },
    datasets: {
      findNewest: () => Promise.resolve(null),
      addVersion: (version: NewDatasetVersion) => {
        rows.push(version);
        return Promise.resolve(version);
      },
    },
  };
  const blobs = new LocalBlobStore(join(folder, 'blobs'));
  importer = new DatasetImporter(database as never, blobs, join(folder, 'scratch'));
  const [png, jpeg, webp, gif] = await Promise.all([
    drawNoise().png().toBuffer(),
    drawNoise().jpeg().toBuffer(),
    drawNoise().webp().toBuffer(),
    drawNoise().gif().toBuffer(),
  ]);
  const odd = await drawOdd();
  corpus = [
    ...makeHostileZips(png),
    ...makeHostilePictures({ png, jpeg, webp, gif, odd }),
    ...makeHostileCsvs(),
  ];
});
afterAll(() => rm(folder, { recursive: true }));

async function* pieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) {
    yield await Promise.resolve(bytes.subarray(at, at + 65_536));
  }
}

/** What became of a file, in the words of the corpus. */
async function send({ name, bytes }: HostileFile) {
  const format = name.startsWith('csv') ? 'csv' : 'zip';
  rows = [];
  try {
    await importer.import({ workspaceId: 'w', name: 'n', format, bytes: pieces(bytes) });
  } catch (error) {
    const { code, details } = error as { code?: string; details?: Record<string, unknown> };
    return { code, place: details?.['entry'] ?? details?.['row'], rejected: [] };
  }
  return { code: undefined, place: undefined, rejected: rows[0]?.rejected ?? [] };
}

function judge({ name, expected }: HostileFile, got: Awaited<ReturnType<typeof send>>): string[] {
  const fault = (text: string) => [
    `${name}: ${text}, but got ${JSON.stringify(got).slice(0, 300)}`,
  ];
  if ('code' in expected) {
    if (got.code !== expected.code) return fault(`expected ${expected.code}`);
    const misplaced = expected.place !== undefined && got.place !== expected.place;
    return misplaced ? fault(`expected place ${String(expected.place)}`) : [];
  }
  if (got.code !== undefined) return fault('expected an import');
  if ('taken' in expected) return got.rejected.length > 0 ? fault('expected all to be taken') : [];
  const [left, ...others] = got.rejected;
  const good = left !== undefined && others.length === 0 && expected.leftOut.test(left.reason);
  return good ? [] : fault(`expected one to be left out as ${String(expected.leftOut)}`);
}

describe('the hostile corpus', () => {
  it('has at least 200 files', () => {
    expect(corpus.length + makeHostileModels().length).toBeGreaterThanOrEqual(200);
    const names = [...corpus, ...makeHostileModels()].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('has each kind of them by name', () => {
    const all = [...corpus, ...makeHostileModels(), ...makeHostileOnnx()];
    const missing = KINDS.filter((kind) => !all.some(({ name }) => kind.test(name)));
    expect(missing).toEqual([]);
  });

  it('as uploads: each gets its code and place, and leaves neither file nor memory', async () => {
    const faults: string[] = [];
    const before = process.resourceUsage().maxRSS;
    for (const file of corpus) {
      faults.push(...judge(file, await send(file)));
      const left = await readdir(join(folder, 'scratch'));
      if (left.length > 0) faults.push(`${file.name}: left ${left.join(', ')} behind`);
    }
    expect(faults).toEqual([]);
    expect((process.resourceUsage().maxRSS - before) / 1024).toBeLessThan(MOST_MEGABYTES);
  });

  it.each(['', '"'])(
    'ends a CSV of one line of 1 GB that begins with %j where a cell may end',
    async (quote) => {
      const before = process.resourceUsage().maxRSS;
      let read = 0;
      async function* oneLine(): AsyncGenerator<Uint8Array> {
        const piece = Buffer.alloc(65_536, 'a');
        yield await Promise.resolve(Buffer.from(`text,label\n${quote}`));
        for (; read < 1024 ** 3; read += piece.length) yield await Promise.resolve(piece);
      }
      const bytes = oneLine();
      await expect(
        importer.import({ workspaceId: 'w', name: 'n', format: 'csv', bytes }),
      ).rejects.toMatchObject({ code: 'csv.too_large', details: { row: 2 } });
      expect(read / 1024 ** 2).toBeLessThan(4);
      expect((process.resourceUsage().maxRSS - before) / 1024).toBeLessThan(MOST_MEGABYTES);
      expect(await readdir(join(folder, 'scratch'))).toEqual([]);
    },
  );

  it('as models: each is refused with its code, and the message names the place', () => {
    const faults = makeHostileModels().flatMap(({ name, json, bytes, code, place }) => {
      try {
        readLayersModel(json, {
          weights: { digest: 'w', bytes },
          input: { kind: 'vector', size: 2 },
        });
        return [`${name}: expected ${code}, but it was taken`];
      } catch (error) {
        const { code: got, message = '' } = error as { code?: string; message?: string };
        if (got !== code) return [`${name}: expected ${code}, but got ${String(got ?? error)}`];
        return place === null || message.includes(place) ? [] : [`${name}: no place in ${message}`];
      }
    });
    expect(faults).toEqual([]);
  });
});
