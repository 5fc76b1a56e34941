import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commit, MERGE_WITHIN, MOST_STEPS, redo, startHistory, undo } from './edit-history';

describe('undo and redo', () => {
  it('walk back and forth over every change', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1 }), { maxLength: 20 }), (values) => {
        let history = startHistory(0);
        for (const value of values) history = commit(history, value);
        for (const value of [0, ...values].slice(0, -1).reverse()) {
          history = undo(history);
          expect(history.present).toBe(value);
        }
        for (const value of values) {
          history = redo(history);
          expect(history.present).toBe(value);
        }
      }),
    );
  });

  it('do nothing at the ends', () => {
    const history = startHistory('a');
    expect(undo(history)).toBe(history);
    expect(redo(history)).toBe(history);
  });

  it('a new change forgets what was undone', () => {
    const history = commit(undo(commit(startHistory('a'), 'b')), 'c');
    expect(redo(history).present).toBe('c');
    expect(undo(history).present).toBe('a');
  });
});

describe('commit', () => {
  it('makes one step of quick changes to the same field', () => {
    let history = commit(startHistory(1), 2, { key: 'rate', at: 0 });
    history = commit(history, 3, { key: 'rate', at: 100 });
    history = commit(history, 4, { key: 'rate', at: 200 });
    expect(undo(history).present).toBe(1);
  });

  it('keeps changes apart that are slow or of another field', () => {
    const slow = commit(commit(startHistory(1), 2, { key: 'rate', at: 0 }), 3, {
      key: 'rate',
      at: MERGE_WITHIN,
    });
    expect(undo(slow).present).toBe(2);
    const other = commit(commit(startHistory(1), 2, { key: 'rate', at: 0 }), 3, {
      key: 'epochs',
      at: 1,
    });
    expect(undo(other).present).toBe(2);
  });

  it('never merges into a change from before an undo', () => {
    let history = commit(commit(startHistory(1), 2, { key: 'a', at: 0 }), 3, { key: 'b', at: 1 });
    history = commit(undo(history), 5, { key: 'a', at: 2 });
    expect(undo(history).present).toBe(2);
  });

  it('ignores a value that is the present one', () => {
    const history = startHistory('a');
    expect(commit(history, 'a')).toBe(history);
  });

  it('keeps a bounded number of steps', () => {
    let history = startHistory(0);
    for (let step = 1; step <= MOST_STEPS + 50; step += 1) history = commit(history, step);
    expect(history.past).toHaveLength(MOST_STEPS);
    expect(history.past[0]).toBe(50);
  });
});
