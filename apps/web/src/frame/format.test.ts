import { describe, expect, it } from '@jest/globals';
import { writeNumber } from './format';

describe('a number', () => {
  it.each([
    [0, '0', '0'],
    [0.001, '0.001', '0,001'],
    [1e-5, '1e-5', '1e-5'],
    [1.5e-5, '1.5e-5', '1,5e-5'],
    [-2.25e-4, '-2.25e-4', '-2,25e-4'],
    [2e7, '2e7', '2e7'],
    [1234.5, '1,235', '1.235'],
  ])('%d is written as in the country of the reader', (value, english, german) => {
    expect(writeNumber(value, 'en-US')).toBe(english);
    expect(writeNumber(value, 'en-DE')).toBe(german);
  });
});
