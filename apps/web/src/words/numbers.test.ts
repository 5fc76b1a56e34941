import { describe, expect, test } from '@jest/globals';
import { readMarks, rewriteNumbers } from './numbers';

describe('marks of numbers', () => {
  test('are those of the reader', () => {
    expect(readMarks('en-US')).toEqual({ decimal: '.', group: ',' });
    expect(readMarks('en-DE')).toEqual({ decimal: ',', group: '.' });
  });
});

describe('numbers in a text of the core', () => {
  test.each([
    ['1,300 pictures, 8 classes', '1.300 pictures, 8 classes'],
    ['nothing frozen, 4.65 M trainable', 'nothing frozen, 4,65 M trainable'],
    [
      '20 epochs over 1,024 pictures, 10.2 k trainable weights',
      '20 epochs over 1.024 pictures, 10,2 k trainable weights',
    ],
    ['12,345,678 of them (79.4 %)', '12.345.678 of them (79,4 %)'],
    ['4.6 MB were read in 2.5 s.', '4,6 MB were read in 2,5 s.'],
  ])('%j is read as %j in Germany', (text, read) => {
    expect(rewriteNumbers(text, 'en-DE')).toBe(read);
    expect(rewriteNumbers(text, 'en-US')).toBe(text);
  });

  test.each([
    'MobileNet 0.35 on cats',
    'version 1.2.3',
    'classes 1,2,3',
    'v2.5 M',
    'seed 1,0000',
    'set 10,200,3',
  ])('what is none stays: %j', (text) => expect(rewriteNumbers(text, 'en-DE')).toBe(text));
});
