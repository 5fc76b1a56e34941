import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseOwner } from './choose-owner.mjs';

const root = { uid: () => 0, runs: async () => true, findUser: () => null };

test('an ordinary user starts PostgreSQL as it is', async () => {
  assert.deepEqual(await chooseOwner({ ...root, uid: () => 1000 }), { prefix: [], owner: null });
});

test('root uses a user namespace', async () => {
  const { prefix, owner } = await chooseOwner(root);
  assert.equal(prefix[0], 'unshare');
  assert.equal(owner, null);
});

test('root without user namespaces uses the user postgres', async () => {
  const runs = async ([command]) => command !== 'unshare';
  const chosen = await chooseOwner({ ...root, runs, findUser: () => ({ uid: 7, gid: 8 }) });
  assert.deepEqual(chosen.prefix.slice(0, 3), ['setpriv', '--reuid=7', '--regid=8']);
  assert.deepEqual(chosen.owner, { uid: 7, gid: 8 });
});

test('root with neither is told what to do in one sentence', async () => {
  await assert.rejects(chooseOwner({ ...root, runs: async () => false }), {
    name: 'Problem',
    message: /^PostgreSQL does not run as root.*: start Graft as an ordinary user, or add/,
  });
});
