import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LocalFiles } from '../data/local-files';
import { TestStore } from '../testing/test-store';
import { openFeatureTable } from './open-feature-table';
import { encodeShard } from './shard';

const SHAPES = { low: [2, 1], high: [3] };
const CUT = ['low', 'high'];

let folder: string;
let store: TestStore;
let files: LocalFiles;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-table-'));
  store = new TestStore(folder);
});
afterEach(async () => {
  await files.close();
  await rm(folder, { recursive: true });
});

/** A row of example n: n, n + 0.1 ... in `low`, 10 n and so on in `high`. */
function rowOf(n: number): { low: number[]; high: number[] } {
  return { low: [n, n + 0.25], high: [10 * n, 10 * n + 1, 10 * n + 2] };
}

async function storeRows(...shards: number[][]): Promise<string> {
  const digests: string[] = [];
  for (const shard of shards) {
    const values = new Map(
      (['low', 'high'] as const).map((layer) => [
        layer,
        Float32Array.from(shard.flatMap((n) => rowOf(n)[layer])),
      ]),
    );
    digests.push(
      await store.put(encodeShard({ examples: shard.map(String), values }, SHAPES, 'k')),
    );
  }
  const examples = shards.flat().length;
  const head = { format: 'graft.features/1', cut: CUT, shapes: SHAPES, dtype: 'float32' };
  const index = await store.put(JSON.stringify({ ...head, examples, shards: digests }));
  files = new LocalFiles(store.files);
  return index;
}

function select(...wanted: number[]) {
  const examples = wanted.map((n) => ({ sha256: String(n), label: 0, name: `n${String(n)}` }));
  return { classes: ['a'], examples };
}

describe.each([
  ['in memory', 1e6],
  ['in its shards', 0],
])('a table of features that stays %s', (_, keptBytes) => {
  it('gives rows in the order of the selection, from any shard, repeated ones too', async () => {
    const index = await storeRows([1, 2, 3], [4, 5]);
    const table = await openFeatureTable(files, index, select(5, 2, 2, 1), keptBytes);
    expect(table.count).toBe(4);
    expect([...table.gather('low', [3, 0])]).toEqual([...rowOf(1).low, ...rowOf(5).low]);
    expect([...table.gather('high', [1, 2, 0])]).toEqual([2, 2, 5].flatMap((n) => rowOf(n).high));
  });

  it('is refused when a row is missing', async () => {
    const index = await storeRows([1, 2]);
    await expect(openFeatureTable(files, index, select(1, 7), keptBytes)).rejects.toMatchObject({
      code: 'features.incomplete',
    });
  });
});
