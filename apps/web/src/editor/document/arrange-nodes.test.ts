import { describe, expect, it } from '@jest/globals';
import { arrangeNodes, type Box } from './arrange-nodes';

const box = (id: string, x: number, y: number, height = 100): Box => ({
  id,
  x,
  y,
  width: 240,
  height,
});
const boxes = [box('a', 0, 30), box('b', 300, 0, 200), box('c', 900, 60)];

describe('arrangeNodes', () => {
  it('lines up edges', () => {
    expect([...arrangeNodes(boxes, 'left').values()].map(({ x }) => x)).toEqual([0, 0, 0]);
    expect([...arrangeNodes(boxes, 'bottom').values()].map(({ y }) => y)).toEqual([100, 0, 100]);
  });

  it('lines up centres of boxes of different heights', () => {
    expect([...arrangeNodes(boxes, 'middle').values()].map(({ y }) => y)).toEqual([50, 0, 50]);
  });

  it('makes equal gaps and leaves the outermost where they are', () => {
    const places = arrangeNodes(boxes, 'columns');
    expect(['a', 'b', 'c'].map((id) => places.get(id)?.x)).toEqual([0, 450, 900]);
    expect(places.get('b')?.y).toBe(0);
  });

  it('has nothing to spread among two', () => {
    expect(arrangeNodes(boxes.slice(0, 2), 'rows').size).toBe(0);
  });
});
