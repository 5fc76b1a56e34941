import { describe, expect, it } from '@jest/globals';
import { addressOfCell, readCell } from './confused-cell';

const cell = {
  ...{ runId: 'a run', stepId: 'train/1', output: 'report' },
  ...{ truth: 'cat & dog', answer: 'Hühner?' },
};

describe('the address of a cell', () => {
  it('names it whatever the classes are called', () => {
    const address = addressOfCell('f00', cell);
    const { pathname, search } = new URL(address, 'http://localhost');
    expect(pathname).toBe('/data/f00');
    expect(readCell(search)).toEqual(cell);
    expect(readCell(search.slice(1))).toEqual(cell);
  });

  it('that says too little names none', () => {
    expect(readCell('')).toBeNull();
    expect(readCell('runId=a&stepId=b&output=c&truth=d')).toBeNull();
  });
});
