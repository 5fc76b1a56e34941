import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BaseCard } from '@graft/model';
import { PublishedBases } from './published-bases';
import { guardBases } from './guard-bases';
import { readPublished, type PublishedBase } from './read-published';

const ASSETS = join(import.meta.dirname, '../../../../assets');
const MODEL = join(ASSETS, 'base-models/efficientnet-lite0');

let folder: string;
let server: Server;
let answer: RequestListener;
let host: string;
/** Names and sizes of what the importer got, and what is pinned. */
let got: [string, number][][];
let pins: Map<string, Record<string, string>>;
/** Bases that the workspace has. */
let names: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'published-'));
  await mkdir(join(folder, 'scratch'));
  got = [];
  pins = new Map();
  names = [];
  answer = serveModel;
  server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  expect(await readdir(join(folder, 'scratch'))).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

const serveModel: RequestListener = (request, response) => {
  readFile(join(MODEL, (request.url ?? '').split('/').at(-1) ?? '')).then(
    (bytes) => response.end(bytes),
    () => response.writeHead(404).end(),
  );
};

function open(changed: Partial<PublishedBase> = {}, trusted = [host], limits = {}) {
  const entry: PublishedBase = {
    ...{ ref: 'lite', name: 'Lite', description: '', licence: 'Apache-2.0', source: '' },
    ...{ address: `http://${host}/some/model.json`, layout: 'tfjs', sha256: null },
    input: { size: 224, mean: 127, scale: 128, channelMean: null, channelDeviation: null },
    ...changed,
  };
  return new PublishedBases({
    entries: [entry],
    guard: guardBases(trusted),
    database: {
      bases: {
        list: () => Promise.resolve(names.map((name) => ({ name }))),
        listPins: () => Promise.resolve(pins),
        pin: (_: string, ref: string, files: Record<string, string>) => {
          if (!pins.has(ref)) pins.set(ref, files);
          return Promise.resolve();
        },
      } as never,
    },
    importer: {
      async importPlaced(_workspace, placed, { name, licence, mean }) {
        const sizes = Array.from(placed, async ([file, path]): Promise<[string, number]> => {
          return [file, (await readFile(path)).length];
        });
        got.push(await Promise.all(sizes));
        return { ref: name, name, licence, digest: String(mean) } as BaseCard;
      },
    },
    folder: join(folder, 'scratch'),
    limits: { fileBytes: 64 * 1024 ** 2, totalMs: 20_000, probeMs: 10_000, ...limits },
  });
}

const fetchOf = (bases: PublishedBases) => bases.fetch('w', 'lite');

describe('a published base', () => {
  it('is fetched with its weight files, and pinned by what came first', async () => {
    const bases = open();
    expect(await bases.list('w')).toMatchObject([{ state: 'available', digests: null }]);
    const [first, again] = await Promise.all([fetchOf(bases), fetchOf(bases)]);
    expect(again).toBe(first);
    expect(got).toEqual([
      [
        ['model.json', 99_609],
        ['weights.bin', 9_388_048],
      ],
    ]);
    const weights = createHash('sha256').update(await readFile(join(MODEL, 'weights.bin')));
    expect(first.digests['weights.bin']).toBe(weights.digest('hex'));
    expect(await bases.list('w')).toMatchObject([{ digests: first.digests, verified: false }]);
    pins.set('lite', { ...first.digests, 'weights.bin': '0'.repeat(64) });
    await expect(fetchOf(bases)).rejects.toMatchObject({ code: 'base.changed' });
  });

  it('is held to the digests that Graft knows', async () => {
    const { digests } = await fetchOf(open());
    await expect(fetchOf(open({ sha256: digests }))).resolves.toBeDefined();
    const other = { ...digests, 'model.json': '0'.repeat(64) };
    await expect(fetchOf(open({ sha256: other }))).rejects.toMatchObject({
      code: 'base.wrong_digest',
      details: { file: 'model.json', expected: '0'.repeat(64), found: digests['model.json'] },
      message: expect.stringContaining(digests['model.json'] ?? 'none'),
    });
    const more = { ...digests, 'more.bin': '1'.repeat(64) };
    await expect(fetchOf(open({ sha256: more }))).rejects.toMatchObject({
      details: { file: 'more.bin', expected: '1'.repeat(64), found: null },
    });
    expect(got).toHaveLength(2);
  });

  it('comes by way of a redirect, never into a private network', async () => {
    answer = (request, response) => {
      if (request.url?.startsWith('/some/model')) {
        response.writeHead(302, { location: '/other/model.json' }).end();
      } else serveModel(request, response);
    };
    await expect(fetchOf(open())).resolves.toBeDefined();
    for (const location of [
      ...['http://169.254.169.254/latest/meta-data', 'https://10.0.0.1/model.json'],
      ...['http://example.org/model.json', 'https://[::1]/x', 'file:///etc/passwd'],
    ]) {
      answer = (_, response) => response.writeHead(302, { location }).end();
      await expect(fetchOf(open())).rejects.toMatchObject({ code: 'base.address_not_allowed' });
    }
    await expect(fetchOf(open({}, []))).rejects.toMatchObject({
      code: 'base.address_not_allowed',
    });
  });

  it.each<[what: string, code: string, RequestListener, limits: object]>([
    [
      'sends in circles',
      'base.redirects',
      (_, response) => response.writeHead(302, { location: '/some/model.json' }).end(),
      {},
    ],
    ['has moved', 'base.no_such_file', (_, response) => response.writeHead(404).end(), {}],
    [
      'breaks off',
      'base.incomplete',
      (_, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"a"', () => response.destroy());
      },
      {},
    ],
    [
      'says that it is too large',
      'base.too_large',
      (_, response) => response.writeHead(200, { 'content-length': '1001' }).end('x'.repeat(1001)),
      { fileBytes: 1000 },
    ],
    [
      'is larger than it says',
      'base.too_large',
      (_, response) => response.writeHead(200).end('x'.repeat(1001)),
      { fileBytes: 1000 },
    ],
    ['does not end', 'base.timeout', (_, response) => response.write('{'), { totalMs: 300 }],
    ['is no model', 'model.unsupported_model', (_, response) => response.end('<html>'), {}],
    [
      'has weights elsewhere',
      'model.bad_manifest',
      (_, response) =>
        response.end(
          JSON.stringify({
            format: 'layers-model',
            modelTopology: {},
            weightsManifest: [{ paths: ['../x.bin'], weights: [] }],
          }),
        ),
      {},
    ],
  ])('that %s has a stable code and keeps nothing', async (_, code, listener, limits) => {
    answer = listener;
    await expect(fetchOf(open({}, [host], limits))).rejects.toMatchObject({ code });
    expect([got, pins.size]).toEqual([[], 0]);
  });

  it('is here once it was fetched, and not by its name alone', async () => {
    const bases = open({ sha256: { 'model.json': '1'.repeat(64) } });
    names = ['lite'];
    expect(await bases.list('w')).toMatchObject([
      { state: 'offline', reason: expect.stringContaining('has this name') },
    ]);
    const fetched = { 'model.json': '2'.repeat(64) };
    pins.set('lite', fetched);
    expect(await bases.list('w')).toMatchObject([
      { state: 'here', reason: null, digests: fetched },
    ]);
  });

  it('is shown with the reason where its address is out of reach', async () => {
    server.closeAllConnections();
    server.close();
    const bases = open();
    const [listed] = await bases.list('w');
    expect(listed).toMatchObject({ state: 'offline' });
    expect(listed?.reason).toMatch(/127\.0\.0\.1:\d+ can't be reached/);
    await expect(fetchOf(bases)).rejects.toMatchObject({ code: 'base.unreachable' });
  });
});

describe('the list that ships with Graft', () => {
  it('names addresses by https, with licence and input', async () => {
    const entries = await readPublished(ASSETS);
    expect(entries.length).toBeGreaterThanOrEqual(3);
    for (const { address, licence, input, layout, sha256 } of entries) {
      const known = Object.entries(sha256 ?? {});
      expect(known.filter(([, digest]) => !/^[0-9a-f]{64}$/.test(digest))).toEqual([]);
      const first = layout === 'onnx' ? 'model.onnx' : 'model.json';
      if (sha256 !== null) expect(known[0]?.[0]).toBe(first);
      expect(new URL(address).protocol).toBe('https:');
      expect(licence).not.toBe('');
      expect(input.size).toBe(224);
    }
    // The model.json of this one names 55 weight files.
    const small = entries.find(({ ref }) => ref === 'mobilenet-v1-0.25-224');
    expect(Object.keys(small?.sha256 ?? {})).toHaveLength(56);
    expect(await readPublished(join(ASSETS, 'nowhere'))).toEqual([]);
  });

  it("gives way to a list of one's own, which must be there and be one", async () => {
    const [first] = await readPublished(ASSETS);
    const own = join(folder, 'own.json');
    await writeFile(own, JSON.stringify([first]));
    expect(await readPublished(ASSETS, own)).toEqual([first]);
    for (const text of ['[', '{}', '[{"name": "x"}]']) {
      await writeFile(own, text);
      await expect(readPublished(ASSETS, own)).rejects.toMatchObject({ code: 'card.invalid' });
    }
    await expect(readPublished(ASSETS, join(folder, 'none.json'))).rejects.toThrow('none.json');
  });
});
