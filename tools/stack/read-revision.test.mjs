import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readRevision } from './read-revision.mjs';

test('the revision is the commit of the checkout, and says when files differ from it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'graft-revision-'));
  t.after(() => rm(folder, { recursive: true }));
  assert.equal(await readRevision(folder, {}), '');
  assert.equal(await readRevision(folder, { GRAFT_REVISION: 'of the image' }), 'of the image');
  const git = (...args) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
  git('init', '-q');
  assert.equal(await readRevision(folder, {}), '', 'no commit yet');
  await writeFile(join(folder, 'a'), 'one');
  git('add', 'a');
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.org'];
  git(...who, 'commit', '-qm', 'one');
  const head = git('rev-parse', 'HEAD').trim();
  assert.equal(await readRevision(folder, {}), head);
  await writeFile(join(folder, 'a'), 'two');
  assert.equal(await readRevision(folder, {}), `${head}-changed`);
});
