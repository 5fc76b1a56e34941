import { describe, expect, it } from '@jest/globals';
import { findNearestSpot, layOutPoints } from './embedding-format';

const SIZE = { width: 200, height: 100, margin: 10 };

describe('laying out points', () => {
  it('fills the drawing with one scale for both directions, upwards as in a chart', () => {
    const corners = [
      { x: -2, y: 0 },
      { x: 2, y: 4 },
    ];
    expect(layOutPoints(corners, SIZE)).toEqual([
      { left: 60, top: 90 },
      { left: 140, top: 10 },
    ]);
  });

  it('puts what does not differ into the middle', () => {
    const same = { x: 3, y: 7 };
    expect(layOutPoints([same, same], SIZE)).toEqual([
      { left: 100, top: 50 },
      { left: 100, top: 50 },
    ]);
    expect(layOutPoints([], SIZE)).toEqual([]);
  });
});

describe('the nearest spot', () => {
  const spots = [
    { left: 0, top: 0 },
    { left: 10, top: 0 },
    { left: 12, top: 0 },
  ];

  it('is the one under the pointer, of those that are shown', () => {
    expect(findNearestSpot(spots, { left: 9, top: 1 }, 5)).toBe(1);
    expect(findNearestSpot(spots, { left: 9, top: 1 }, 5, (index) => index !== 1)).toBe(2);
  });

  it('is none where all are too far away', () => {
    expect(findNearestSpot(spots, { left: 50, top: 50 }, 5)).toBeNull();
  });
});
