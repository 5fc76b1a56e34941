import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdsAll } from './install-packages.mjs';

const lock = {
  '': { name: 'graft' },
  'libs/graph': { version: '0.1.0' },
  'node_modules/@graft/graph': { resolved: 'libs/graph', link: true },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/only-on-mac': { version: '1.0.0', integrity: 'sha512-m', optional: true },
};
const complete = {
  'node_modules/@graft/graph': { resolved: 'libs/graph', link: true },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
};

test('a tree that holds the lock needs no npm ci, also without what is optional', () => {
  assert.equal(holdsAll(lock, complete), true);
});

test('a missing package, another version and another content each need one', () => {
  const another = (entry) => ({ ...complete, 'node_modules/a': entry });
  assert.equal(holdsAll(lock, another(undefined)), false);
  assert.equal(holdsAll(lock, another({ version: '1.0.1', integrity: 'sha512-a' })), false);
  assert.equal(holdsAll(lock, another({ version: '1.0.0', integrity: 'sha512-b' })), false);
});
