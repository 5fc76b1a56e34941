import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalBlobStore } from '@graft/storage';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadBundle, type Bundle } from '../platform/load-bundle';
import { snapshotResources } from './workspace-resources';

const assets = join(import.meta.dirname, '..', '..', '..', '..', 'assets');
let folder: string;
let blobs: LocalBlobStore;
let bundle: Bundle;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-resources-'));
  blobs = new LocalBlobStore(folder);
  bundle = { datasets: [], bases: (await loadBundle(assets)).bases };
});
afterEach(() => rm(folder, { recursive: true }));

/** A workspace with one model, whose spec has this digest; it never changes. */
function sourcesWith(digest: string) {
  const database = {
    resources: { readRevision: () => Promise.resolve(1) },
    datasets: { listNewest: () => Promise.resolve([]) },
    models: { listNewest: () => Promise.resolve([{ name: 'mine', digest }]) },
    bases: { list: () => Promise.resolve([]) },
  };
  return { database, blobs, bundle } as never;
}

const namesIn = async (digest: string) =>
  (await snapshotResources(sourcesWith(digest), 'w')).list('base').map(({ name }) => name);

describe('what graphs of a workspace may name', () => {
  it('lacks a model whose file is lost, and nothing else; it is there again once the file is', async () => {
    const bytes = Buffer.from(JSON.stringify(bundle.bases[0]?.card.spec));
    const { digest } = await blobs.put({ bytes });
    const bundled = bundle.bases.map(({ card }) => card.name);
    await blobs.remove(digest);
    expect(await namesIn(digest)).toEqual(bundled);
    await blobs.put({ bytes });
    expect(await namesIn(digest)).toEqual([...bundled, 'mine']);
  });

  it('is not told while the store cannot be asked: that passes', async () => {
    const away = Object.assign(new LocalBlobStore(folder), {
      read: () => Promise.reject(new Error('the disk is away')),
    });
    const sources = { ...(sourcesWith('a'.repeat(64)) as object), blobs: away } as never;
    await expect(snapshotResources(sources, 'w')).rejects.toThrow('the disk is away');
  });
});
