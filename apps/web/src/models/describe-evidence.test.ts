import { describe, expect, it } from '@jest/globals';
import { describeEvidence } from './describe-evidence';

/** A grid of 3 x 4 with one strong place. */
function strongAt(at: number) {
  return {
    ...{ label: 'apple', height: 3, width: 4 },
    values: Array.from({ length: 12 }, (_, index) => (index === at ? 1 : 0.1)),
  };
}

describe('evidence in words', () => {
  it.each([
    [0, 'top left'],
    [3, 'top right'],
    [5, 'middle'],
    [4, 'middle left'],
    [9, 'bottom centre'],
    [11, 'bottom right'],
  ])('of place %s lies at the %s', (at, place) => {
    expect(describeEvidence(strongAt(at))).toBe(
      `What spoke for apple lies at the ${place} of the picture, on 8 % of it.`,
    );
  });

  it('is missing where nothing spoke for the label', () => {
    const none = { label: 'pear', height: 1, width: 2, values: [0, 0] };
    expect(describeEvidence(none)).toBe('Nothing in the picture spoke for pear.');
  });
});
