import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  isUnseen,
  makeCursor,
  readCursor,
  readRunCursor,
  VISIBILITY_LAG_MS,
  writeCursor,
} from './stream-cursor';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const positionArbitrary = fc.record({
  seq: fc.integer({ min: 1, max: 1_000_000 }),
  at: fc.integer({ min: NOW - 10 * VISIBILITY_LAG_MS, max: NOW }),
});
const positionsArbitrary = fc
  .array(fc.tuple(fc.uuid(), positionArbitrary), { maxLength: 400 })
  .map((entries) => new Map(entries));

describe('a cursor over all runs', () => {
  it('reads back as it was written, and fits into a header', () => {
    fc.assert(
      fc.property(positionsArbitrary, (positions) => {
        const cursor = makeCursor(positions, NOW);
        const text = writeCursor(cursor);
        expect(text.length).toBeLessThan(8_000);
        expect(text).toMatch(/^[\x21-\x7e]+$/);
        expect(readCursor(text)).toEqual(cursor);
      }),
    );
  });

  it('takes everything up to the positions for seen, and everything later for unseen', () => {
    fc.assert(
      fc.property(positionsArbitrary, (positions) => {
        const cursor = makeCursor(positions, NOW);
        for (const [runId, { seq, at }] of positions) {
          const event = (number: number, time: number) => {
            return { runId, seq: number, at: new Date(time).toISOString() };
          };
          expect(isUnseen(cursor, event(seq, at))).toBe(false);
          expect(isUnseen(cursor, event(seq + 1, Math.max(at, NOW)))).toBe(true);
        }
        const fresh = { runId: 'new', seq: 1, at: new Date(NOW).toISOString() };
        expect(isUnseen(cursor, fresh)).toBe(true);
      }),
    );
  });

  it.each(['', 'all', 'all~~', 'all~zz~x', 'x:1', 'all~1~' + 'é'])('is not %j', (text) => {
    expect(readCursor(text)).toBeNull();
  });
});

describe('a cursor of one run', () => {
  const run = '01890000-0000-7000-8000-000000000000';

  it('is the sequence of its last event', () => {
    expect(readRunCursor(`${run}:12`, run)).toBe(12);
  });

  it.each([`${run}:-1`, `${run}:`, run, '01890000-0000-7000-8000-000000000001:3'])(
    'is not %j',
    (text) => {
      expect(readRunCursor(text, run)).toBeNull();
    },
  );
});
