import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countJest } from './run-jest.mjs';
import { countTap } from './run-node-tests.mjs';

test("Jest's report is added up; a suite that does not load counts as failed", () => {
  const report = { numPassedTests: 7, numFailedTests: 1, numRuntimeErrorTestSuites: 2 };
  assert.deepEqual(countJest(report, 1), { passed: 7, failed: 3, skipped: 0 });
});

test('what was skipped is counted, and not as passed', () => {
  const report = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 4 };
  assert.deepEqual(countJest(report, 0), { passed: 7, failed: 0, skipped: 4 });
});

test('a crash without a report counts as a failure', () => {
  assert.deepEqual(countJest(null, 1), { passed: 0, failed: 1, skipped: 0 });
  assert.deepEqual(countTap('', 1), { passed: 0, failed: 1 });
});

test("Node's totals are read", () => {
  assert.deepEqual(countTap('ok 1\n# pass 12\n# fail 2\n# cancelled 1\n', 1), {
    passed: 12,
    failed: 3,
  });
  assert.deepEqual(countTap('# pass 3\n# fail 0\n', 0), { passed: 3, failed: 0 });
});
