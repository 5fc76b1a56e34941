import { describe, expect, it } from '@jest/globals';
import { readMeant } from './address-of-version';
import { addressOfCell, readCell } from './confused-cell';

const cell = {
  ...{ runId: 'a run', stepId: 'train/1', output: 'report' },
  ...{ truth: 'cat & dog', answer: 'Hühner?' },
};

describe('the address of a cell', () => {
  it('names it whatever the classes are called', () => {
    const address = addressOfCell('f00', 'pets & more', cell);
    const { pathname, search } = new URL(address, 'http://localhost');
    expect(pathname).toBe('/data/f00');
    expect(readCell(search)).toEqual(cell);
    expect(readMeant(search)).toBe('pets & more');
    expect(readMeant(new URL(addressOfCell('f00', null, cell), 'http://localhost').search)).toBe(
      undefined,
    );
    expect(readCell(search.slice(1))).toEqual(cell);
  });

  it('that says too little names none', () => {
    expect(readCell('')).toBeNull();
    expect(readCell('runId=a&stepId=b&output=c&truth=d')).toBeNull();
  });
});
