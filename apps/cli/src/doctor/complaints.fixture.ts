import { expect } from '@jest/globals';
import type { Finding } from './finding';

/** Names of what is not fine; each must say what to do. */
export function complaints(findings: readonly Finding[]): string[] {
  const bad = findings.filter(({ ok }) => !ok);
  for (const { fix } of bad) expect(fix).toMatch(/\w{4}/);
  return bad.map(({ check }) => check);
}
