import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { makeHome, readRecord } from './drive-supervisor.mjs';
import { holdHome } from './hold-home.mjs';

test('parts that start at the same moment are all noted', async (t) => {
  const home = await makeHome(t);
  const hold = await holdHome(home, { address: 'http://127.0.0.1:1', stopSignals: {} });
  const names = Array.from({ length: 50 }, (_, at) => `part-${at}`);
  await Promise.all(names.map((name, at) => hold.note(name, 2 ** 30 + at)));
  assert.deepEqual(Object.keys(readRecord(home).children).sort(), names.sort());
  assert.deepEqual(readdirSync(home), ['run.json']);
  await hold.letGo();
});
