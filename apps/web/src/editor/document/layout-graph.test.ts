import type { Graph } from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { layoutGraph } from './layout-graph';

const SIZE = { width: 240, height: 120 };

function draw(ids: string[], wires: [string, string][]): Pick<Graph, 'nodes' | 'edges'> {
  return {
    nodes: ids.map((id) => ({ id, kind: 'k', version: 1, params: {} })),
    edges: wires.map(([from, to]) => ({
      from: { node: from, port: 'out' },
      to: { node: to, port: 'in' },
    })),
  };
}

describe('layoutGraph', () => {
  it('puts every node right of all that feed it and lets none overlap', () => {
    const wires = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 });
    fc.assert(
      fc.property(wires, (pairs) => {
        const ids = Array.from({ length: 12 }, (_, index) => `n${index}`);
        const forward = pairs
          .filter(([from, to]) => from < to)
          .map(([from, to]): [string, string] => [`n${from}`, `n${to}`]);
        const places = layoutGraph(draw(ids, forward), () => SIZE);
        for (const [from, to] of forward) {
          expect(places.get(to)?.x ?? 0).toBeGreaterThan((places.get(from)?.x ?? 0) + SIZE.width);
        }
        const taken = [...places.values()];
        for (const [index, a] of taken.entries()) {
          for (const b of taken.slice(index + 1)) {
            const apart = Math.abs(a.x - b.x) >= SIZE.width || Math.abs(a.y - b.y) >= SIZE.height;
            expect(apart).toBe(true);
          }
        }
      }),
    );
  });

  it('places nodes of a circle too', () => {
    const places = layoutGraph(
      draw(
        ['a', 'b'],
        [
          ['a', 'b'],
          ['b', 'a'],
        ],
      ),
      () => SIZE,
    );
    expect(places.size).toBe(2);
  });

  it('moves a source next to the node that reads it', () => {
    //  a ──> b ──> c <── s
    const places = layoutGraph(
      draw(
        ['a', 's', 'b', 'c'],
        [
          ['a', 'b'],
          ['b', 'c'],
          ['s', 'c'],
        ],
      ),
      () => SIZE,
    );
    expect(places.get('s')?.x).toBe(places.get('b')?.x);
  });
});
