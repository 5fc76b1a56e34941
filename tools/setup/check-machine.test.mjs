import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDisk, checkNode } from './check-machine.mjs';

test('Node 20.12 to 22 is accepted', () => {
  for (const version of ['20.12.0', '20.20.2', '21.0.0', '22.99.1']) checkNode(version);
});

test('Node 23 and newer is refused in one sentence with what to do', () => {
  for (const version of ['23.0.0', '24.1.0', '100.0.0']) {
    assert.throws(() => checkNode(version), {
      name: 'Problem',
      message: `Node ${version} is too new for TensorFlow's binding: install Node 20 (>= 20.12) or 22 and start again.`,
    });
  }
});

test('an old Node is refused', () => {
  for (const version of ['20.11.1', '18.20.0']) {
    assert.throws(() => checkNode(version), { name: 'Problem', message: /too old/ });
  }
});

test('too little disk is refused in one sentence, enough is not', async () => {
  await checkDisk('/tmp', 100, 'Graft', async () => 100);
  await assert.rejects(
    checkDisk('/tmp', 100, 'Graft', async () => 99.5),
    {
      name: 'Problem',
      message:
        'Graft needs 100 MB, but the disk of /tmp has 99 MB free: free some space or choose another disk.',
    },
  );
});

test('the disk of a folder that does not exist yet is the one of its parent', async () => {
  await assert.rejects(checkDisk('/tmp/not/there', 1e12, 'Graft'), { name: 'Problem' });
});
