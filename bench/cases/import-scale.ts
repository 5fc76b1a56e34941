import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { LocalBlobStore } from '@graft/storage';
import sharp from 'sharp';
import { DatasetImporter } from '../../apps/api/src/datasets/dataset-importer';
import { zipFolder } from '../../apps/cli/src/upload/zip-folder';
import type { BenchContext, BenchResult } from '../harness/bench-case';

/** The goal is 100,000 pictures in 2 GB; GRAFT_BENCH_PICTURES takes fewer and scales. */
const GOAL = { pictures: 100_000, seconds: 180, memory: 150 * 1024 ** 2 };
const CLASSES = 10;
const DISTINCT = 200;
/** Gives JPEGs of about 20 kB. */
const SIDE = 192;

/** A zip of pictures through the importer of the API: time and growth of memory. */
export async function runCase({ folder }: BenchContext): Promise<BenchResult[]> {
  const pictures = Number(process.env['GRAFT_BENCH_PICTURES'] ?? 5000);
  const zip = join(folder, 'upload.zip');
  const bytes = await makeZip(join(folder, 'pictures'), zip, pictures);
  const blobs = new LocalBlobStore(join(folder, 'blobs'));
  const database = {
    blobs: { record: () => Promise.resolve() },
    datasets: {
      findNewest: () => Promise.resolve(null),
      addVersion: (version: unknown) => Promise.resolve(version),
    },
  };
  const importer = new DatasetImporter(database as never, blobs, join(folder, 'scratch'));
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 100);
  const begun = performance.now();
  await importer.import({
    ...{ workspaceId: 'w', name: 'n', format: 'zip', bytes: { path: zip } },
  });
  const seconds = (performance.now() - begun) / 1000;
  clearInterval(watch);
  const whole = (seconds * GOAL.pictures) / pictures;
  const grown = most - before;
  const figures = { pictures, seconds, bytes, grown };
  return [
    {
      case: `Import of ${String(pictures)} pictures, scaled to 100,000`,
      target: `<= ${String(GOAL.seconds)} s`,
      measured: `${whole.toFixed(0)} s`,
      met: whole <= GOAL.seconds,
      figures,
    },
    {
      case: `Import of ${String(pictures)} pictures: growth of memory`,
      target: '<= 150 MB',
      measured: `${(grown / 1024 ** 2).toFixed(0)} MB`,
      met: grown <= GOAL.memory,
      figures,
    },
  ];
}

/** Every picture has bytes of its own, so that each is stored. @returns size of the zip */
async function makeZip(folder: string, zip: string, count: number): Promise<number> {
  const { writeFile, stat } = await import('node:fs/promises');
  const drawn = await Promise.all(Array.from({ length: DISTINCT }, (_, seed) => draw(seed)));
  for (let at = 0; at < count; at += 1) {
    const label = join(folder, `class-${String(at % CLASSES)}`);
    if (at < CLASSES) await mkdir(label, { recursive: true });
    // A comment at the end makes the bytes differ and costs no encoding.
    const own = Buffer.from(`\nnumber ${String(at)}`);
    await writeFile(join(label, `${String(at)}.jpg`), Buffer.concat([drawn[at % DISTINCT]!, own]));
  }
  await pipeline(zipFolder(folder), createWriteStream(zip));
  return (await stat(zip)).size;
}

function draw(seed: number): Promise<Buffer> {
  const data = Buffer.alloc(SIDE * SIDE * 3);
  let state = seed * 7919 + 1;
  for (let at = 0; at < data.length; at += 1) {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    const smooth = 128 + 100 * Math.sin(at / (40 + seed));
    data[at] = Math.min(255, Math.max(0, smooth + ((state >> 16) % 60) - 30));
  }
  return sharp(data, { raw: { width: SIDE, height: SIDE, channels: 3 } })
    .jpeg({ quality: 80 })
    .toBuffer();
}
