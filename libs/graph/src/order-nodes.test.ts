import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { drawGraph } from './fixtures/tiny-catalogue';
import type { Graph } from './graph';
import { orderNodes } from './order-nodes';

function draw(ids: readonly string[], wires: readonly (readonly [string, string])[]): Graph {
  return drawGraph(
    ids.map((id) => ({ id, kind: 'k' })),
    wires.map(([from, to]) => `${from}.o -> ${to}.i`),
  );
}

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const wires = fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)), {
  maxLength: 12,
});

describe('orderNodes', () => {
  it('puts every node behind those it reads, ties by id', () => {
    expect(
      orderNodes(
        draw(
          ['d', 'c', 'b', 'a'],
          [
            ['c', 'a'],
            ['d', 'a'],
          ],
        ),
      ),
    ).toEqual({
      order: ['b', 'c', 'd', 'a'],
      cycles: [],
    });
  });

  it('gives one order for a graph, however its lists are sorted', () => {
    fc.assert(
      fc.property(wires, fc.shuffledSubarray(ids, { minLength: 6 }), (each, shuffled) => {
        expect(orderNodes(draw(shuffled, each.toReversed()))).toEqual(orderNodes(draw(ids, each)));
      }),
    );
  });

  it('orders what it can and finds a cycle exactly when there is one', () => {
    fc.assert(
      fc.property(wires, (each) => {
        const { order, cycles } = orderNodes(draw(ids, each));
        const position = new Map(order.map((id, index) => [id, index]));
        for (const [from, to] of each) {
          if (position.has(to)) expect(position.get(from)).toBeLessThan(position.get(to) ?? -1);
        }
        expect(cycles.length > 0).toBe(order.length < ids.length);
        for (const cycle of cycles) {
          const closed = [...cycle, cycle[0] ?? ''];
          for (const [index, id] of cycle.entries()) {
            expect(each).toContainEqual([id, closed[index + 1]]);
          }
          expect(new Set(cycle).size).toBe(cycle.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('names a cycle node by node, and each of two', () => {
    const found = orderNodes(
      draw(ids, [
        ['c', 'b'],
        ['b', 'a'],
        ['a', 'c'],
        ['c', 'd'],
        ['e', 'e'],
      ]),
    );
    expect(found.cycles).toEqual([['a', 'c', 'b'], ['e']]);
    expect(found.order).toEqual(['f']);
  });

  it('leaves out wires to nodes that do not exist', () => {
    expect(
      orderNodes(
        draw(
          ['a'],
          [
            ['ghost', 'a'],
            ['a', '__proto__'],
          ],
        ),
      ).order,
    ).toEqual(['a']);
  });

  it('orders a chain of 500 nodes', () => {
    const chain = Array.from({ length: 500 }, (_, index) => `n${index}`);
    const links = chain.slice(1).map((id, index): [string, string] => [chain[index] ?? '', id]);
    expect(orderNodes(draw(chain, links)).order).toEqual(chain);
    const loop = orderNodes(draw(chain, [...links, ['n499', 'n0']]));
    expect(loop.cycles).toEqual([chain]);
  });
});
