import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeAudit } from './audit-packages.mjs';

const report = (vulnerabilities) => JSON.stringify({ metadata: { vulnerabilities } });

test('what is high or critical fails the audit, anything less does not', () => {
  const well = (vulnerabilities) => judgeAudit(report(vulnerabilities)).well;
  assert.equal(well({ low: 3, moderate: 2, high: 0, critical: 0 }), true);
  assert.equal(well({ low: 0, moderate: 0, high: 1, critical: 0 }), false);
  assert.equal(well({ low: 0, moderate: 0, high: 0, critical: 1 }), false);
  assert.equal(judgeAudit(report({ high: 2, critical: 1 })).words, 'npm audit: 2 high, 1 critical');
});

test('an audit that the registry did not answer is not told as one without findings', () => {
  for (const text of ['', 'no JSON', JSON.stringify({ error: { code: 'ENOAUDIT' } })]) {
    assert.match(judgeAudit(text).words, /NOT CHECKED/);
  }
});
