import { describe, expect, it } from '@jest/globals';
import { shiftIntoSight } from './shift-into-sight';

const room = { width: 800, height: 600 };
const view = { x: 100, y: 50, zoom: 0.5 };
const shiftOf = (x: number, y: number, size = { width: 240, height: 160 }) =>
  shiftIntoSight({ x, y, ...size }, view, room);

describe('a view that is moved to show a box', () => {
  it('stays where it is when the box is seen', () => {
    expect(shiftOf(0, 0)).toEqual({ x: 0, y: 0 });
    // 24 pixels from each border.
    expect(shiftOf(-152, -52)).toEqual({ x: 0, y: 0 });
    expect(shiftOf(1112, 892)).toEqual({ x: 0, y: 0 });
  });

  it('moves as far as the box lies outside, and no further', () => {
    expect(shiftOf(1212, 892)).toEqual({ x: -50, y: 0 });
    expect(shiftOf(0, 1092)).toEqual({ x: 0, y: -100 });
    expect(shiftOf(-352, -152)).toEqual({ x: 100, y: 50 });
  });

  it('shows the upper left of a box that is too large', () => {
    expect(shiftOf(1000, 0, { width: 1600, height: 160 })).toEqual({ x: -576, y: 0 });
  });
});
