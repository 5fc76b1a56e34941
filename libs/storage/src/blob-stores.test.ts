import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { Bucket } from './bucket';
import { LocalBlobStore } from './local-blob-store';
import { S3BlobStore } from './s3-blob-store';
import { trimCache } from './trim-cache';

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const placeOf = (digest: string) => join('sha256', digest.slice(0, 2), digest.slice(2, 4), digest);

interface Bench {
  store: LocalBlobStore;
  /** Replaces the stored bytes behind the store's back, wherever they are kept. */
  damage: (digest: string, bytes: Uint8Array) => Promise<void>;
}

let server: FauxqsServer;
let client: S3Client;
let folder: string;
let buckets = 0;

beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false });
  client = new S3Client({
    endpoint: server.address,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-blobs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function openLocal(): Promise<Bench> {
  const damage = (digest: string, bytes: Uint8Array) =>
    writeFile(join(folder, placeOf(digest)), bytes);
  return Promise.resolve({ store: new LocalBlobStore(folder), damage });
}

async function openBucket(): Promise<Bench & { name: string; bucket: Bucket }> {
  const name = `bucket-${(buckets += 1)}`;
  await client.send(new CreateBucketCommand({ Bucket: name }));
  const bucket = new Bucket(client, name, 'graft/');
  const damage = async (digest: string, bytes: Uint8Array) => {
    await rm(join(folder, placeOf(digest)), { force: true });
    await client.send(
      new PutObjectCommand({ Bucket: name, Key: `graft/${placeOf(digest)}`, Body: bytes }),
    );
  };
  return { store: new S3BlobStore(folder, bucket, 1e9), bucket, name, damage };
}

describe.each<[string, () => Promise<Bench>]>([
  ['a blob store on the local disk', openLocal],
  ['a blob store in a bucket', openBucket],
])('%s', (_, open) => {
  it('gives back what was put, whatever the source', async () => {
    const { store } = await open();
    const content = randomBytes(3_000_000);
    const path = join(folder, 'source');
    await writeFile(path, content);
    const expected = { digest: digestOf(content), bytes: content.length };
    expect(await store.put({ bytes: content })).toEqual(expected);
    expect(await store.put({ path }, expected.digest)).toEqual(expected);
    const halves = Readable.from([content.subarray(0, 7), content.subarray(7)]);
    expect(await store.put({ stream: halves })).toEqual(expected);
    expect((await store.read(expected.digest)).equals(content)).toBe(true);
    const streamed: Buffer[] = [];
    for await (const chunk of await store.open(expected.digest)) streamed.push(chunk as Buffer);
    expect(Buffer.concat(streamed).equals(content)).toBe(true);
    expect((await readFile(await store.locate(expected.digest))).equals(content)).toBe(true);
    expect(await store.verify(expected.digest)).toBe(true);
  });

  it('refuses content that is not what was announced, and keeps none of it', async () => {
    const { store } = await open();
    const announced = digestOf(Buffer.from('y'));
    const put = store.put({ bytes: Buffer.from('x') }, announced);
    await expect(put).rejects.toMatchObject({ code: 'blob.digest-mismatch', errorClass: 'user' });
    expect(await store.has(announced)).toBe(false);
    expect(await store.has(digestOf(Buffer.from('x')))).toBe(false);
  });

  it('refuses names that are no digests, and says what is missing', async () => {
    const { store } = await open();
    for (const name of ['', '../../etc/passwd', 'A'.repeat(64), `${'0'.repeat(63)}/`]) {
      await expect(store.has(name)).rejects.toMatchObject({ code: 'blob.bad-digest' });
    }
    const missing = { code: 'blob.missing', errorClass: 'operational' };
    await expect(store.locate('0'.repeat(64))).rejects.toMatchObject(missing);
    await expect(store.read('0'.repeat(64))).rejects.toMatchObject(missing);
    expect(await store.verify('0'.repeat(64))).toBe(false);
  });

  it('finds every flipped bit, sets the blob aside, and a new put mends it', async () => {
    const { store, damage } = await open();
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 4000 }),
        fc.nat(),
        fc.nat(7),
        async (content, at, bit) => {
          const { digest } = await store.put({ bytes: content });
          const damaged = Buffer.from(content);
          damaged[at % damaged.length]! ^= 1 << bit;
          await damage(digest, damaged);
          await expect(store.read(digest)).rejects.toMatchObject({ code: 'blob.corrupt' });
          expect(await store.has(digest)).toBe(false);
          await store.put({ bytes: content });
          expect(await store.verify(digest)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('never streams the end of a damaged blob', async () => {
    const { store, damage } = await open();
    const content = randomBytes(2_500_000);
    const { digest } = await store.put({ bytes: content });
    const damaged = Buffer.from(content);
    damaged[10]! ^= 1;
    await damage(digest, damaged);
    let received = 0;
    const consume = async () => {
      for await (const chunk of await store.open(digest)) received += (chunk as Buffer).length;
    };
    await expect(consume()).rejects.toMatchObject({ code: 'blob.corrupt' });
    expect(received).toBeLessThan(content.length);
    expect(await store.verify(digest)).toBe(false);
  });

  it('lists what is stored, and removes of it what was not put since a time', async () => {
    const { store } = await open();
    const [one, two] = await Promise.all(
      [randomBytes(10), randomBytes(20)].map((bytes) => store.put({ bytes })),
    );
    const listed: string[] = [];
    for await (const { digest, bytes } of store.list()) listed.push(`${digest} ${bytes}`);
    expect(listed.sort()).toEqual([`${one!.digest} 10`, `${two!.digest} 20`].sort());

    const [before, after] = [new Date(Date.now() - 60_000), new Date(Date.now() + 60_000)];
    expect(await store.removeUnlessPutSince(one!.digest, before)).toBe(false);
    expect(await store.verify(one!.digest)).toBe(true);
    expect(await store.removeUnlessPutSince(one!.digest, after)).toBe(true);
    expect(await store.has(one!.digest)).toBe(false);
    expect(await store.has(two!.digest)).toBe(true);
  });

  it('removes a blob, and does not mind when it is gone already', async () => {
    const { store } = await open();
    const { digest } = await store.put({ bytes: Buffer.from('x') });
    await store.remove(digest);
    await store.remove(digest);
    expect(await store.has(digest)).toBe(false);
    await expect(store.read(digest)).rejects.toMatchObject({ code: 'blob.missing' });
  });
});

describe('the cache of a bucket', () => {
  it('holds nothing back: what is collected is gone from the bucket too, also where no copy is in the cache', async () => {
    const { store, bucket } = await openBucket();
    const { digest } = await store.put({ bytes: randomBytes(30) });
    await rm(join(folder, placeOf(digest)));
    const listed: string[] = [];
    for await (const each of store.list()) listed.push(each.digest);
    expect(listed).toEqual([digest]);
    expect(await store.removeUnlessPutSince(digest, new Date(Date.now() + 60_000))).toBe(true);
    expect(await bucket.has(digest)).toBe(false);
  });

  it('is filled on another machine by one download, however many ask', async () => {
    const { store, bucket } = await openBucket();
    const content = randomBytes(100_000);
    const { digest } = await store.put({ bytes: content });
    const elsewhere = await mkdtemp(join(tmpdir(), 'graft-blobs-'));
    let downloads = 0;
    const counted = Object.assign(Object.create(bucket) as Bucket, {
      download: (asked: string) => {
        downloads += 1;
        return bucket.download(asked);
      },
    });
    const other = new S3BlobStore(elsewhere, counted, 1e9);
    const paths = await Promise.all([1, 2, 3, 4].map(() => other.locate(digest)));
    expect(new Set(paths).size).toBe(1);
    expect((await readFile(paths[0] ?? '')).equals(content)).toBe(true);
    await other.read(digest);
    expect(downloads).toBe(1);
    await rm(elsewhere, { recursive: true });
  });

  it('is mended from the bucket when a local copy is damaged', async () => {
    const { store } = await openBucket();
    const { digest } = await store.put({ bytes: Buffer.from('right') });
    await writeFile(await store.locate(digest), 'wrong');
    expect((await store.read(digest)).toString()).toBe('right');
    await writeFile(await store.locate(digest), 'wrong');
    expect(await store.verify(digest)).toBe(true);
  });

  it('loses what was not used for longest first, and nothing that is in use', async () => {
    const { store } = await openBucket();
    const stored = [];
    for (let index = 0; index < 10; index += 1) {
      const { digest } = await store.put({ bytes: randomBytes(1000) });
      const used = new Date(Date.now() - (10 - index) * 3600_000);
      await utimes(await store.locate(digest), used, used);
      stored.push(digest);
    }
    expect(await trimCache(folder, 10_000)).toBe(0);
    expect(await trimCache(folder, 5000, 1800_000)).toBe(6);
    const left = (await readdir(folder, { recursive: true })).filter((name) => name.length > 64);
    expect(left.map((name) => name.slice(-64)).sort()).toEqual(stored.slice(6).sort());
    expect(await trimCache(folder, 0, 24 * 3600_000)).toBe(0);
    // What left the cache is still there.
    expect(await store.verify(stored[0] ?? '')).toBe(true);
  });

  it('is behind the bucket: what the bucket did not take is not stored', async () => {
    const { bucket } = await openBucket();
    const closed = Object.assign(Object.create(bucket) as Bucket, {
      upload: () => Promise.reject(new Error('closed')),
      has: (digest: string) => bucket.has(digest),
    });
    const store = new S3BlobStore(folder, closed, 1e9);
    await expect(store.put({ bytes: Buffer.from('x') })).rejects.toThrow();
    expect(await store.has(digestOf(Buffer.from('x')))).toBe(false);
  });
});

describe('a damaged blob in a bucket', () => {
  it('is kept aside for whoever wants to look at it', async () => {
    const { store, damage, name } = await openBucket();
    const { digest } = await store.put({ bytes: Buffer.from('right') });
    await damage(digest, Buffer.from('wrong'));
    await expect(store.read(digest)).rejects.toThrow();
    const list = await client.send(
      new ListObjectsV2Command({ Bucket: name, Prefix: 'graft/quarantine/' }),
    );
    expect(list.Contents).toHaveLength(1);
    const Key = list.Contents?.[0]?.Key ?? '';
    const kept = await client.send(new GetObjectCommand({ Bucket: name, Key }));
    expect(await kept.Body?.transformToString()).toBe('wrong');
  });
});
