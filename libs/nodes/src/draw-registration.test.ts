import { describe, expect, it } from '@jest/globals';
import { validateGraph, type Graph, type GraphNode } from '@graft/graph';
import { buildTinyTransfer, tinyResources } from '@graft/testing';
import { catalogue } from './catalogue';
import { drawRegistration } from './draw-registration';

//  data -> split -> (train, evaluate); base -> freeze -> head -> train -> evaluate
//                                                                train -> register
const whole: Graph = { ...buildTinyTransfer(), name: 'Tiny: my 1st transfer!' };
const isRegister = ({ id }: Pick<GraphNode, 'id'>) => id === 'register';
const without: Graph = {
  ...whole,
  nodes: whole.nodes.filter((node) => !isRegister(node)),
  edges: whole.edges.filter(({ to }) => to.node !== 'register'),
};

describe('a graph that registers the model of a training', () => {
  it('is the graph itself where it does so already', () => {
    expect(drawRegistration(whole, 'train')).toBe(whole);
  });

  it('has one node more where none does, with the report of that model', () => {
    const drawn = drawRegistration(without, 'train');
    expect(drawn?.nodes.at(-1)).toEqual({
      ...{ id: 'register-best', kind: 'register-model', version: 1 },
      params: { name: 'tiny-my-1st-transfer' },
    });
    expect(drawn?.edges.slice(without.edges.length)).toEqual([
      { from: { node: 'train', port: 'model' }, to: { node: 'register-best', port: 'model' } },
      {
        from: { node: 'evaluate', port: 'report' },
        to: { node: 'register-best', port: 'report' },
      },
    ]);
    expect(validateGraph(drawn ?? whole, catalogue, tinyResources)).toEqual([]);
  });

  it('has one node more where that of the graph is muted, under a name of its own', () => {
    const muted: Graph = {
      ...whole,
      name: '...',
      nodes: whole.nodes.map((node) =>
        isRegister(node) ? { ...node, id: 'register-best', mode: 'muted' } : node,
      ),
      edges: whole.edges.map((edge) =>
        isRegister({ id: edge.to.node })
          ? { ...edge, to: { ...edge.to, node: 'register-best' } }
          : edge,
      ),
    };
    expect(drawRegistration(muted, 'train')?.nodes.at(-1)).toMatchObject({
      ...{ id: 'register-best-2', params: { name: 'best-model' } },
    });
  });

  it('cannot be drawn from a training that is inside a component', () => {
    expect(drawRegistration(without, 'part/train')).toBeNull();
  });
});
