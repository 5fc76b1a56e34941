import { Readable } from 'node:stream';
import type { Client } from '@graft/contracts';
import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeZip } from '@graft/testing/hostile';
import { startTestApi, type TestApi } from '../platform/api.fixture';
import { refusal } from '../platform/refusal.fixture';
import { importColours, importMoods, PER_CLASS } from './colours.fixture';

let test: TestApi;
let client: Client;

beforeAll(async () => {
  test = await startTestApi(startServices(['postgres']));
  client = test.client;
  await importColours(client);
});
afterAll(() => test.stop());

describe('data sets', () => {
  it('are listed with classes and counts, and found by id', async () => {
    const { datasets } = await client.listDatasets();
    expect(datasets).toHaveLength(1);
    const [made] = datasets;
    expect(made).toMatchObject({
      name: 'colours',
      version: 1,
      examples: 40,
      classes: [
        { name: 'blue', count: 20 },
        { name: 'red', count: 20 },
      ],
      element: { kind: 'image', height: 16, width: null, channels: 3 },
    });
    expect(await client.getDataset({ params: { datasetId: made?.datasetId ?? '' } })).toEqual(made);
  });

  it('stay the same version when the same content comes again', async () => {
    expect((await importColours(client)).version).toBe(1);
  });

  it('are not touched by an upload that is refused', async () => {
    const send = (body: Buffer, format: 'zip' | 'csv', contentType: string) =>
      refusal(
        client.importDataset({
          query: { name: 'bad', format },
          body: new Uint8Array(body),
          contentType,
        }),
      );
    expect(await send(makeZip([]), 'zip', 'application/zip')).toMatchObject({
      status: 422,
      code: 'dataset.empty',
    });
    expect(await send(makeZip([{ name: '../x.png' }]), 'zip', 'application/zip')).toMatchObject({
      code: 'archive.unsafe_entry',
    });
    expect(await send(Buffer.from('text,label\na,b,c\n'), 'csv', 'text/csv')).toMatchObject({
      code: 'csv.ragged_row',
      details: { row: 2 },
    });
    expect(await send(Buffer.from('x'), 'zip', 'text/csv')).toMatchObject({ status: 415 });
    expect((await client.listDatasets()).datasets.map(({ name }) => name)).toEqual(['colours']);
  });
});

describe('the disk that a workspace may keep', () => {
  it('refuses uploads beyond it, and takes them once there is room', async () => {
    await importMoods(client);
    const { limits, diskBytes } = await client.getLimits();
    expect(diskBytes).toBeGreaterThan(1000);
    const mostDiskGigabytes = 0.001;
    await client.setLimits({ body: { ...limits, mostDiskGigabytes } });
    const start = (bytes: number) => client.startUpload({ body: { bytes } });
    const refused = { status: 403, code: 'limit.disk' };
    expect(await refusal(start(1e6))).toMatchObject({ ...refused, details: { diskBytes } });
    const { uploadId } = await start(100);
    await client.discardUpload({ params: { uploadId } });
    await client.setLimits({ body: limits });
    const { uploadId: taken } = await start(1e6);
    await client.discardUpload({ params: { uploadId: taken } });
  });

  it('is not escaped by a body without a length, nor by uploads that began while there was room', async () => {
    const { limits } = await client.getLimits();
    await client.setLimits({ body: { ...limits, mostDiskGigabytes: 0.001 } });
    const line = (letter: string) => `{"text":"${letter.repeat(1000)}","label":"${letter}"}\n`;
    const texts = ['a', 'b'].map((letter) => Buffer.from(line(letter).repeat(700)));
    const uploads = await Promise.all(
      texts.map(({ length: bytes }) => client.startUpload({ body: { bytes } })),
    );
    for (const [at, { uploadId }] of uploads.entries()) {
      const body = new Uint8Array(texts[at] ?? []);
      const piece = { params: { uploadId }, query: { offset: 0 }, body };
      await client.sendPiece({ ...piece, contentType: 'application/octet-stream' });
    }
    const [first, second] = uploads.map(({ uploadId }) => ({
      params: { uploadId },
      body: { name: 'large', format: 'jsonl' } as const,
    }));
    if (!first || !second) throw new Error('two uploads have begun');
    await client.importUpload(first);
    const late = await refusal(client.importUpload(second));
    expect(late).toMatchObject({ status: 403, code: 'limit.disk' });
    await client.discardUpload({ params: second.params });
    const chunks = async function* () {
      for (let sent = 0; sent < 700; sent += 1) yield await Promise.resolve(line('c'));
    };
    const reply = await test.ask('/api/v1/datasets?name=chunked&format=jsonl', {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: Readable.toWeb(Readable.from(chunks())),
      duplex: 'half',
    });
    await client.setLimits({ body: limits });
    expect([reply.status, ((await reply.json()) as { code: string }).code]).toEqual([
      ...[403, 'limit.disk'],
    ]);
    const { datasets } = await client.listDatasets();
    expect(datasets.map(({ name }) => name)).not.toContain('chunked');
  });

  it('is not escaped by what a small archive takes once it is unpacked', async () => {
    const { limits } = await client.getLimits();
    const packed = makeZip([{ name: 'a/1.png', data: Buffer.alloc(900_000), deflate: true }]);
    const { uploadId } = await client.startUpload({ body: { bytes: packed.length } });
    const params = { uploadId };
    const contentType = 'application/octet-stream';
    const body = new Uint8Array(packed);
    await client.sendPiece({ params, query: { offset: 0 }, body, contentType });
    await client.setLimits({ body: { ...limits, mostDiskGigabytes: 0.001 } });
    const imports = [
      client.importUpload({ params, body: { name: 'swollen', format: 'zip' } }),
      client.importDataset({
        ...{ query: { name: 'swollen', format: 'zip' }, body, contentType: 'application/zip' },
      }),
    ];
    for (const refused of await Promise.all(imports.map((each) => refusal(each)))) {
      const details = { arrivingBytes: 900_000 };
      expect(refused).toMatchObject({ status: 403, code: 'limit.disk', details });
    }
    await client.setLimits({ body: limits });
    await client.discardUpload({ params });
  });
});

describe('an upload in pieces', () => {
  it('is previewed, imported by the columns chosen, and makes a new version of the name', async () => {
    await importMoods(client);
    const bytes = Buffer.from('Titel;Art\nMäuse;Tier\nÄpfel;Obst\n', 'latin1');
    const { uploadId } = await client.startUpload({ body: { bytes: bytes.length } });
    const params = { uploadId };
    const piece = (from: number, to: number) => ({
      ...{ params, query: { offset: from }, body: new Uint8Array(bytes.subarray(from, to)) },
      contentType: 'application/octet-stream',
    });
    await client.sendPiece(piece(0, 12));
    const body = {
      name: 'moods',
      format: 'csv' as const,
      columns: { text: 'Titel', label: 'Art' },
    };
    expect(await refusal(client.importUpload({ params, body }))).toMatchObject({
      ...{ status: 409, code: 'upload.incomplete' },
      details: { received: 12 },
    });
    expect(await refusal(client.sendPiece(piece(5, 9)))).toMatchObject({ code: 'upload.offset' });
    expect(await client.sendPiece(piece(12, bytes.length))).toMatchObject({
      received: bytes.length,
    });
    expect(await client.previewUpload({ params, query: { format: 'csv' } })).toEqual({
      ...{ encoding: 'windows-1252', delimiter: ';', columns: ['Titel', 'Art'], suggested: null },
      rows: [
        ['Mäuse', 'Tier'],
        ['Äpfel', 'Obst'],
      ],
    });
    expect(await client.importUpload({ params, body })).toMatchObject({ version: 2, examples: 2 });
    // A page that asks how far the import is may come a moment late.
    const { length } = bytes;
    expect(await client.getUpload({ params })).toMatchObject({ received: length, imported: true });
    const again = [client.importUpload({ params, body }), client.discardUpload({ params })];
    for (const refused of await Promise.all(again.map((each) => refusal(each)))) {
      expect(refused).toMatchObject({ status: 404, code: 'upload.unknown' });
    }
  });
});

describe('a changed data set', () => {
  it('is a new version; the old one stays, and an outdated change is refused', async () => {
    const [colours] = (await client.listDatasets()).datasets.filter(
      ({ name }) => name === 'colours',
    );
    const before = colours!;
    const query = { class: 'red', limit: 2 };
    const { examples } = await client.listExamples({ params: { dataset: 'colours' }, query });
    const [first, second] = examples.map(({ sha256: digest, name }) => ({ sha256: digest, name }));
    const body = {
      digest: before.digest,
      changes: [
        { kind: 'relabel' as const, examples: [first!], class: 'blue' },
        { kind: 'exclude' as const, examples: [second!] },
        { kind: 'merge-classes' as const, classes: ['blue'], into: 'cold' },
      ],
    };
    const changed = await client.changeDataset({ params: { dataset: 'colours' }, body });
    expect(changed).toMatchObject({
      version: before.version + 1,
      classes: [
        { name: 'cold', count: PER_CLASS + 1 },
        { name: 'red', count: PER_CLASS - 2 },
      ],
    });
    const again = client.changeDataset({ params: { dataset: 'colours' }, body });
    expect(await refusal(again)).toMatchObject({ status: 409, code: 'dataset.changed' });
    const { versions } = await client.listVersions({ params: { dataset: 'colours' } });
    expect(versions.map((each) => each.digest)).toEqual([changed.digest, before.digest]);
    const old = await client.listExamples({ params: { dataset: before.digest }, query });
    expect(old.examples).toEqual(examples);
  });

  it('takes one of two changes that are made of the same version, and loses neither', async () => {
    const query = { name: 'shared', format: 'csv' } as const;
    const body = new Blob(['text,label\none,a\ntwo,a\nthree,b\nfour,b\n']);
    const { digest } = await client.importDataset({ query, body, contentType: 'text/csv' });
    const params = { dataset: 'shared' };
    const { examples } = await client.listExamples({ params });
    const outcomes = await Promise.allSettled(
      examples.map(({ sha256, name }) => {
        const changes = [{ kind: 'exclude' as const, examples: [{ sha256, name }] }];
        return client.changeDataset({ params, body: { digest, changes } });
      }),
    );
    const refused = outcomes.flatMap((each) =>
      each.status === 'rejected' ? [(each.reason as { problem: unknown }).problem] : [],
    );
    expect(refused).toHaveLength(3);
    for (const each of refused) {
      expect(each).toMatchObject({ status: 409, code: 'dataset.changed', details: { version: 2 } });
    }
    const { versions } = await client.listVersions({ params });
    expect(versions.map(({ version }) => version)).toEqual([2, 1]);
  });

  it('is the one that was meant where another holds the same', async () => {
    const twins = ['twin one', 'twin two'];
    for (const name of twins) {
      const body = new Blob(['text,label\nup,a\ndown,b\n']);
      const query = { name, format: 'csv' } as const;
      await client.importDataset({ query, body, contentType: 'text/csv' });
    }
    const { versions } = await client.listVersions({ params: { dataset: twins[0]! } });
    const params = { dataset: versions[0]!.digest };
    for (const name of twins) {
      const found = await client.listVersions({ params, query: { name } });
      expect(found.versions).toMatchObject([{ name, digest: params.dataset }]);
    }
    const renamed = await client.listVersions({ params, query: { name: 'gone' } });
    expect(twins).toContain(renamed.versions[0]?.name);
  });

  it('is searched by name and text', async () => {
    const list = (dataset: string, search: string) =>
      client.listExamples({ params: { dataset }, query: { search } });
    expect((await list('colours', 'BLUE/1')).total).toBe(11);
    expect((await list('moods', 'mäuse')).examples).toMatchObject([{ text: 'Mäuse' }]);
    expect((await list('moods', 'nothing')).total).toBe(0);
  });

  it('shows pictures that look alike', async () => {
    const params = { dataset: 'colours' };
    const { total, groups } = await client.listDuplicates({ params, query: { limit: 1 } });
    // Pictures of one colour are all alike.
    expect(total).toBe(1);
    expect(groups[0]).toMatchObject({ exact: false });
    expect(groups[0]?.examples).toHaveLength(2 * PER_CLASS - 1);
  });
});
