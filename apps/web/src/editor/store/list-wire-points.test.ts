import { describe, expect, it } from '@jest/globals';
import { Position } from '@xyflow/react';
import type { Place } from '../document/edit-graph';
import { NO_DATA, type CardNode, type WireEdge } from './flow-view';
import { listWirePoints } from './list-wire-points';

const PORT = { y: 90, width: 20, height: 20 };
const makeCard = (id: string, position: Place): CardNode => ({
  ...{ id, type: 'card', position, data: NO_DATA },
  handles: [
    { ...PORT, id: 'in', type: 'target', position: Position.Left, x: -10 },
    { ...PORT, id: 'out', type: 'source', position: Position.Right, x: 230 },
  ],
});
const makeWire = (targetHandle: string): WireEdge => ({
  ...{ id: 'wire', type: 'wire', data: { portType: 'model' } },
  ...{ source: 'a', sourceHandle: 'out', target: 'b', targetHandle },
});

describe('points along wires', () => {
  //  a ──┐
  //      └── b
  const cards = [makeCard('a', { x: 0, y: 0 }), makeCard('b', { x: 750, y: 400 })];
  const points = listWirePoints({ cards, wires: [makeWire('in')] });

  it('go from the outer edge of one port to that of the other, past the middle', () => {
    expect(points[0]).toEqual({ x: 250, y: 100 });
    expect(points.at(-1)).toEqual({ x: 740, y: 500 });
    const nearest = Math.min(...points.map(({ x, y }) => Math.hypot(x - 495, y - 300)));
    expect(nearest).toBeLessThan(25);
  });

  it('lie so close that no card fits between two of them', () => {
    const gaps = points.slice(1).map((point, at) => {
      return Math.hypot(point.x - points[at]!.x, point.y - points[at]!.y);
    });
    expect(gaps.length).toBeGreaterThan(10);
    expect(Math.max(...gaps)).toBeLessThan(60);
  });

  it('are none of a wire whose port is not known', () => {
    expect(listWirePoints({ cards, wires: [makeWire('gone')] })).toEqual([]);
  });
});
