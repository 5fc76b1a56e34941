import { describe, expect, it } from '@jest/globals';
import { findFreePlace, type Box } from './free-place';

const size = { width: 240, height: 150 };
const wide: Box = { x: -2000, y: -2000, width: 4000, height: 4000 };
const wanted: Box = { x: 0, y: 0, ...size };

/** Puts so many, each where the one before would have liked to be, too. */
function put(count: number, visible: Box): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at < count; at += 1) {
    boxes.push({ ...size, ...findFreePlace(wanted, boxes, visible) });
  }
  return boxes;
}

const cover = (one: Box, other: Box) =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

describe('a free place', () => {
  it('is the wanted one while nothing is there', () => {
    expect(put(1, wide)).toEqual([wanted]);
  });

  it('is to the right of what is there, then to its left, then in another row', () => {
    const [, second, third, fourth] = put(4, wide);
    expect([second?.y, third?.y]).toEqual([0, 0]);
    expect([Math.sign(second?.x ?? 0), Math.sign(third?.x ?? 0)]).toEqual([1, -1]);
    expect(fourth?.x).toBe(0);
    expect(fourth?.y).not.toBe(0);
  });

  it('never covers anything, however many are put', () => {
    const boxes = put(12, wide);
    const pairs = boxes.flatMap((one, at) => boxes.slice(at + 1).map((other) => cover(one, other)));
    expect(pairs).toHaveLength(66);
    expect(pairs).not.toContain(true);
  });

  it('is beside the wires while there is room in sight for that', () => {
    const wires = Array.from({ length: 60 }, (_, at) => ({ x: -1000 + at * 40, y: 60 }));
    const free = { ...size, ...findFreePlace(wanted, [], wide, wires) };
    expect(free.y > 60 || free.y + size.height < 60).toBe(true);
    const row: Box = { x: -1000, y: -50, width: 2000, height: 250 };
    expect(findFreePlace(wanted, [], row, wires)).toEqual({ x: 0, y: 0 });
  });

  it('is in sight as long as there is room in sight', () => {
    const narrow: Box = { x: -100, y: -300, width: 440, height: 750 };
    const boxes = put(4, narrow);
    expect(boxes.map(({ x }) => x)).toEqual([0, 0, 0, expect.any(Number)]);
    expect(Math.abs(boxes[3]?.x ?? 0)).toBeGreaterThan(240);
  });
});
