import { describe, expect, it } from '@jest/globals';
import { countDoneAgain, parseWork } from './engine-work';

const lines = (...each: string[]) => `${each.join('\n')}\n`;

describe('what engines say that they have done', () => {
  it('is told apart by attempts, and the half line of one that was killed is left out', () => {
    const text = lines('begin 1 0', 'batch 1 1', 'checkpoint 1 10', 'batch 1 12', 'begin 2 10');
    expect(parseWork(`${text}batch 2 `)).toEqual([
      { fence: 1, begins: 0, reached: 12, handed: [10] },
      { fence: 2, begins: 10, reached: 10, handed: [] },
    ]);
    expect(parseWork('')).toEqual([]);
  });

  it('does not count for an attempt that another one has superseded', () => {
    const [first] = parseWork(lines('begin 1 0', 'batch 1 4', 'begin 3 0', 'batch 1 9'));
    expect(first).toMatchObject({ fence: 1, reached: 4 });
  });
});

describe('what is done again', () => {
  it('is what lies beyond the checkpoint that the next attempt begins at', () => {
    const attempts = parseWork(
      lines('begin 1 0', 'checkpoint 1 10', 'batch 1 17', 'begin 2 10', 'batch 2 12', 'begin 4 10'),
    );
    expect(countDoneAgain(attempts)).toEqual([
      { fence: 2, batches: 7, onTheWay: 0 },
      { fence: 4, batches: 7, onTheWay: 0 },
    ]);
  });

  it('was done for a checkpoint on its way once that was handed over and is not used', () => {
    const attempts = parseWork(
      lines('begin 1 0', 'checkpoint 1 10', 'checkpoint 1 20', 'batch 1 23', 'begin 2 10'),
    );
    expect(countDoneAgain(attempts)).toEqual([{ fence: 2, batches: 13, onTheWay: 3 }]);
  });
});
