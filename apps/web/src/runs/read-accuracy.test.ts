import { describe, expect, it } from '@jest/globals';
import { readAccuracy, sayAccuracy } from './read-accuracy';

describe('readAccuracy', () => {
  it('reads accuracy and interval', () => {
    expect(readAccuracy({ accuracy: 0.79, low: 0.7, high: 0.86 })).toEqual({
      accuracy: 0.79,
      interval: [0.7, 0.86],
    });
    expect(readAccuracy({ accuracy: 0.79 })).toEqual({ accuracy: 0.79, interval: null });
  });

  it('is null for a summary without an accuracy', () => {
    expect(readAccuracy({ epochs: 20 })).toBeNull();
  });
});

describe('sayAccuracy', () => {
  it('speaks of ten', () => {
    expect(sayAccuracy({ accuracy: 0.79, interval: [0.7, 0.86] })).toBe(
      'about 8 of 10 right, likely 7 to 9',
    );
  });

  it('leaves out an interval that says nothing more', () => {
    expect(sayAccuracy({ accuracy: 0.99, interval: [0.97, 1] })).toBe('about 10 of 10 right');
    expect(sayAccuracy({ accuracy: 0.5, interval: null })).toBe('about 5 of 10 right');
  });
});
