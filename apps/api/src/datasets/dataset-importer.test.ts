import { createReadStream } from 'node:fs';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatasetVersionView, NewDatasetVersion } from '@graft/db';
import { OperationalError } from '@graft/errors';
import { datasetManifestSchema } from '@graft/graph';
import { LocalBlobStore } from '@graft/storage';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadBundle } from '../platform/load-bundle';
import { DatasetImporter } from './dataset-importer';
import { makePicture } from './picture.fixture';
import { makeZip, type ZipEntry } from '@graft/testing/hostile';

const assets = join(import.meta.dirname, '..', '..', '..', '..', 'assets');
let folder: string;
let blobs: LocalBlobStore;
/** What happened to the database, in order. */
let log: string[];
let rows: NewDatasetVersion[];
let addRow: {
  addVersion: (version: NewDatasetVersion) => Promise<DatasetVersionView>;
  findNewest: (workspaceId: string, name: string) => Promise<DatasetVersionView | null>;
};
let importer: DatasetImporter;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-importer-'));
  blobs = new LocalBlobStore(join(folder, 'blobs'));
  [log, rows] = [[], []];
  addRow = {
    addVersion: (version) => {
      log.push('add version');
      rows.push(version);
      return Promise.resolve({ ...version, number: 1 } as unknown as DatasetVersionView);
    },
    findNewest: (_, name) => {
      const newest = rows.findLast((row) => row.name === name);
      return Promise.resolve((newest ?? null) as unknown as DatasetVersionView | null);
    },
  };
  const database = {
    blobs: {
      record: (recorded: readonly unknown[]) => {
        log.push(`record ${recorded.length} blobs`);
        return Promise.resolve();
      },
    },
    datasets: addRow,
  };
  importer = new DatasetImporter(database as never, blobs, join(folder, 'scratch'));
});
afterEach(() => rm(folder, { recursive: true }));

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

const base = { workspaceId: 'w', name: 'n' };

describe('the importer', () => {
  it('stores blobs first and rows last, and leaves no temporary file', async () => {
    const zip = makeZip([{ name: 'a/1.png', data: await makePicture('red') }]);
    const made = await importer.import({ ...base, format: 'zip', bytes: once(zip) });
    expect(log).toEqual(['record 2 blobs', 'add version']);
    const manifest = datasetManifestSchema.parse(
      JSON.parse((await blobs.read(made.digest)).toString()),
    );
    const [example] = manifest.examples;
    expect(example && 'pack' in example && (await blobs.has(example.pack))).toBe(true);
    expect(await readdir(join(folder, 'scratch'))).toEqual([]);
  });

  it('leaves nothing behind when the upload breaks off, is refused, or the disk is full', async () => {
    const zip = makeZip([{ name: 'a/1.png', data: await makePicture('red') }]);
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield zip.subarray(0, 20);
      await Promise.reject(new Error('the connection broke'));
    }
    const broken = importer.import({ ...base, format: 'zip', bytes: breaking() });
    await expect(broken).rejects.toThrow('the connection broke');
    const refused = importer.import({ ...base, format: 'zip', bytes: once(Buffer.from('x')) });
    await expect(refused).rejects.toMatchObject({ code: 'archive.corrupt' });
    blobs.put = () =>
      Promise.reject(new OperationalError({ code: 'storage.full', message: 'full' }));
    const full = importer.import({ ...base, format: 'zip', bytes: once(zip) });
    await expect(full).rejects.toMatchObject({ code: 'storage.full' });
    expect(log).toEqual([]);
    expect(await readdir(join(folder, 'scratch'))).toEqual([]);
  });

  it('stores a picture once, also when a later upload has it again', async () => {
    const [red, blue, green] = await Promise.all(
      ['red', 'blue', 'green'].map((each) => makePicture(each)),
    );
    const send = async (entries: ZipEntry[]) => {
      const bytes = once(makeZip(entries));
      const { digest } = await importer.import({ ...base, format: 'zip', bytes });
      const text = (await blobs.read(digest)).toString();
      return datasetManifestSchema.parse(JSON.parse(text)).examples.map((each) => {
        if (!('pack' in each)) throw new Error('a text');
        return { name: each.name, pack: each.pack, offset: each.offset, length: each.length };
      });
    };
    const first = [
      { name: 'a/1.png', data: red! },
      { name: 'a/2.png', data: red! },
      { name: 'b/3.png', data: blue! },
    ];
    const [one, two, three] = await send(first);
    expect(two).toEqual({ ...one, name: 'a/2.png' });
    const [again, added, ...others] = await send([
      { name: 'b/0.png', data: blue! },
      { name: 'b/4.png', data: green! },
    ]);
    expect(others).toEqual([]);
    expect(again).toEqual({ ...three, name: 'b/0.png' });
    // The new pack holds the new picture alone.
    expect(added).toMatchObject({ name: 'b/4.png', offset: 0, length: green!.length });
    expect((await blobs.read(added!.pack)).equals(green!)).toBe(true);

    const path = await blobs.locate(three!.pack);
    await chmod(path, 0o600);
    await writeFile(path, Buffer.alloc(10_000));
    const [mended] = await send([{ name: 'b/0.png', data: blue! }]);
    expect(mended?.pack).not.toBe(three!.pack);
    expect((await blobs.read(mended!.pack)).equals(blue!)).toBe(true);
  });

  it('adds what was imported elsewhere by its digest, unless it is not there as a whole', async () => {
    const zip = makeZip([
      { name: 'a/1.png', data: await makePicture('red') },
      { name: 'b/2.png', data: await makePicture('blue') },
    ]);
    const { digest } = await importer.import({ ...base, format: 'zip', bytes: once(zip) });
    const elsewhere = new LocalBlobStore(join(folder, 'elsewhere'));
    const database = { blobs: { record: () => Promise.resolve() }, datasets: addRow };
    const other = new DatasetImporter(database as never, elsewhere, join(folder, 'scratch'));

    await other.addImported({ ...base, digest }, blobs);
    const [imported, added] = rows;
    expect(added).toEqual(imported);
    const manifest = datasetManifestSchema.parse(
      JSON.parse((await elsewhere.read(digest)).toString()),
    );
    const packs = manifest.examples.map((each) => ('pack' in each ? each.pack : ''));
    expect(await Promise.all(packs.map((pack) => elsewhere.verify(pack)))).toEqual([true, true]);

    await blobs.remove(packs[0] ?? '');
    await expect(other.addImported({ ...base, digest }, blobs)).rejects.toMatchObject({
      code: 'blob.missing',
    });
    expect(rows).toHaveLength(2);
  });

  it('makes of what ships with Graft exactly what its cards say', async () => {
    const { datasets } = await loadBundle(assets);
    expect(datasets.length).toBeGreaterThanOrEqual(3);
    for (const { card, format, file } of datasets) {
      const bytes = createReadStream(file.path);
      await importer.import({ ...base, name: card.ref, format, bytes });
      const { element, classes, digest, rejected } = rows.at(-1) ?? {};
      expect({ element, classes, digest, rejected }).toEqual({
        element: card.element,
        classes: card.classes,
        digest: card.digest,
        rejected: [],
      });
    }
  }, 120_000);
});
