import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LocalBlobStore } from '@graft/storage';
import { measureCoverage } from './measure-coverage';

let folder: string;
let blobs: LocalBlobStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-coverage-'));
  blobs = new LocalBlobStore(folder);
});
afterEach(() => rm(folder, { recursive: true }));

async function put(value: unknown): Promise<string> {
  return (await blobs.put({ bytes: Buffer.from(JSON.stringify(value)) })).digest;
}

function putTexts(...texts: string[]): Promise<string> {
  const examples = texts.map((text, index) => ({
    sha256: String(index).repeat(64),
    label: 0,
    name: `row ${index}`,
    text,
  }));
  return put({ format: 'graft.dataset/1', element: { kind: 'text' }, classes: ['a'], examples });
}

describe('how far words cover texts', () => {
  it('counts the texts without a known word', async () => {
    const vocabulary = await put(['red', 'apple']);
    const digest = await putTexts('A red rose', 'nothing here', 'Apple!');
    expect(
      await measureCoverage(blobs, { element: { kind: 'text' }, digest }, [vocabulary]),
    ).toEqual([{ vocabulary, unknown: 1, texts: 3 }]);
  });

  it('leaves out what is not there yet, and counts it once it is', async () => {
    const missing = '0'.repeat(64);
    const vocabulary = await put(['red']);
    const element = { kind: 'text' } as const;
    expect(await measureCoverage(blobs, { element, digest: missing }, [vocabulary])).toEqual([]);
    const digest = await putTexts('red', 'blue');
    expect(await measureCoverage(blobs, { element, digest }, [missing, vocabulary])).toHaveLength(
      1,
    );
  });

  it('has nothing to say of pictures', async () => {
    const element = { kind: 'image', height: 8, width: 8, channels: 3 } as const;
    expect(await measureCoverage(blobs, { element, digest: '1' }, ['2'])).toEqual([]);
  });
});
