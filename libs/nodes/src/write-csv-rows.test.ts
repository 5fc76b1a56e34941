import { describe, expect, it } from '@jest/globals';
import { writeCsvRows } from './write-csv-rows';

describe('rows of CSV', () => {
  it('quote what would end a cell or a row', () => {
    const rows = [
      ['a', 'b,c'],
      ['say "hi"', 'two\nlines'],
    ];
    expect(writeCsvRows(rows)).toBe('a,"b,c"\r\n"say ""hi""","two\nlines"\r\n');
  });

  it.each(['=1+1', '+1', '-1', "-2+3+cmd|' /C calc'!A0", '@sum', '\tx', '\rx'])(
    'never begin a text like a formula: %j',
    (text) => expect(writeCsvRows([[text]]).replace(/^"/, '')).toMatch(/^'/),
  );

  it('leave numbers as they are', () => {
    expect(writeCsvRows([[-0.5, 1e-7, 3]])).toBe('-0.5,1e-7,3\r\n');
  });
});
