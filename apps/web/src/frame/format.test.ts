import { describe, expect, it } from '@jest/globals';
import { formatSigned, writeNumber } from './format';

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

describe('a difference', () => {
  it.each([
    [38.4, '+38'],
    [-12, '−12'],
    [0.2, '0'],
    [-0.2, '0'],
  ])('%d is %s', (value, said) => expect(formatSigned(value, 0)).toBe(said));
});
