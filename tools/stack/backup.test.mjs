import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { repo } from '../setup/paths.mjs';
import { makeHome } from './drive-supervisor.mjs';
import { startStack } from './start-stack.mjs';

const TEMPLATE = join(repo, 'assets/templates/objects-feature-extraction.graph.json');

/** The command line on a data folder; resolves with its exit code and its JSON document. */
function graft(home, ...args) {
  const program = join(repo, 'apps', 'cli', 'bin', 'graft.js');
  return new Promise((resolve) => {
    const options = { maxBuffer: 1 << 26, env: { ...process.env, GRAFT_HOME: home } };
    execFile(process.execPath, [program, ...args, '--json'], options, (error, out, err) => {
      resolve({ code: error ? error.code : 0, json: out ? JSON.parse(out) : null, err });
    });
  });
}

/** A picture of nothing in particular. */
async function drawPicture(folder) {
  const { default: sharp } = await import('sharp');
  const path = join(folder, 'picture.png');
  const create = { width: 72, height: 48, channels: 3, background: '#c83' };
  await sharp({ create }).png().toFile(path);
  return path;
}

async function withStack(home, work) {
  const stack = await startStack({ home, port: 0 });
  try {
    return await work(stack);
  } finally {
    await stack.stop();
  }
}

test('a backup made under writes gives a Graft that is whole and predicts the same', async (t) => {
  const [home, copy] = [await makeHome(t), await makeHome(t, 'copy')];
  const backup = join(home, '..', 'backup');
  const before = await withStack(home, async () => {
    const trained = await graft(home, 'run', TEMPLATE, '--set', 'train.epochs=2');
    assert.equal(trained.code, 0, trained.err);
    const picture = await drawPicture(join(home, '..'));
    // Another training goes on while the backup reads.
    await graft(home, 'run', TEMPLATE, '--set', 'train.epochs=300', '--no-wait');
    const made = await graft(home, 'backup', backup);
    assert.equal(made.code, 0, made.err);
    assert.deepEqual(made.json.missing, []);
    return { picture, ...(await graft(home, 'predict', 'objects', picture)) };
  });
  assert.equal(before.code, 0, before.err);

  const again = await graft(home, 'restore', backup);
  assert.equal(again.code, 1);
  assert.match(again.err, /overwrites nothing/);

  const restored = await graft(copy, 'restore', backup);
  assert.equal(restored.code, 0, restored.err);
  const checked = await graft(copy, 'fsck');
  assert.equal(checked.code, 0, JSON.stringify(checked.json));
  await withStack(copy, async () => {
    const after = await graft(copy, 'predict', 'objects', before.picture);
    assert.deepEqual(after.json, before.json);
  });
  await lookAfterCache(copy);
});

/** What is cached is listed, is whole, and fits into no room at all but for what is in use. */
async function lookAfterCache(home) {
  const listed = await graft(home, 'cache', 'list');
  assert.equal(listed.code, 0, listed.err);
  assert.ok(listed.json.some(({ bytes, inUse }) => bytes > 0 && !inUse));
  assert.deepEqual((await graft(home, 'cache', 'verify')).json, []);
  const pruned = await graft(home, 'cache', 'prune', '--max-gb', '0');
  assert.equal(pruned.code, 0, pruned.err);
  assert.ok(pruned.json.removed.length > 0);
  const left = await graft(home, 'cache', 'list');
  assert.ok(left.json.every(({ inUse }) => inUse));
  assert.equal((await graft(home, 'fsck')).code, 0);
}
