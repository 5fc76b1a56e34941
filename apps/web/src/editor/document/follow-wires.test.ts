import { describe, expect, it } from '@jest/globals';
import { drawTraining } from '@graft/testing/drawings';
import { followWires } from './follow-wires';

// data -> split ----> train
// base -> freeze -> head --/
const graph = drawTraining().build();

describe('following the wires', () => {
  it('back finds all that a node reads', () => {
    expect([...followWires(graph, ['freeze'], 'back')].sort()).toEqual(['base', 'freeze']);
    expect([...followWires(graph, ['freeze', 'split'], 'back')].sort()).toEqual([
      ...['base', 'data', 'freeze', 'split'],
    ]);
  });

  it('forth finds all that reads it', () => {
    expect([...followWires(graph, ['freeze'], 'forth')].sort()).toEqual([
      ...['freeze', 'head', 'train'],
    ]);
  });

  it('finds nothing from nothing, and comes to an end in a circle', () => {
    expect(followWires(graph, [], 'back').size).toBe(0);
    const circle = {
      edges: [
        { from: { node: 'a', port: 'x' }, to: { node: 'b', port: 'x' } },
        { from: { node: 'b', port: 'x' }, to: { node: 'a', port: 'x' } },
      ],
    };
    expect([...followWires(circle, ['a'], 'forth')].sort()).toEqual(['a', 'b']);
  });
});
