import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { hashTree } from './hash-files.mjs';

test('a tree has another digest after any change that a build would see', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'graft-hash-'));
  t.after(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'src'));
  const seen = new Set();
  const isNew = async () => {
    const digest = await hashTree([folder]);
    const fresh = !seen.has(digest);
    seen.add(digest);
    return fresh;
  };
  await writeFile(join(folder, 'src', 'a.ts'), '1');
  assert.equal(await isNew(), true, 'first');
  assert.equal(await isNew(), false, 'unchanged');
  await writeFile(join(folder, 'src', 'a.ts'), '2');
  assert.equal(await isNew(), true, 'content');
  await rename(join(folder, 'src', 'a.ts'), join(folder, 'src', 'b.ts'));
  assert.equal(await isNew(), true, 'name');
  await mkdir(join(folder, 'dist'));
  await writeFile(join(folder, 'dist', 'out.js'), '3');
  await writeFile(join(folder, 'src', 'b.test.ts'), '4');
  assert.equal(await isNew(), false, 'outputs and tests');
});
