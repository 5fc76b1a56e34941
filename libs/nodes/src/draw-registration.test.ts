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

  it('has one node more, without a report, where the evaluation before it is muted', () => {
    const mute = (graph: Graph): Graph => ({
      ...graph,
      nodes: graph.nodes.map((node) =>
        node.id === 'evaluate' ? { ...node, mode: 'muted' as const } : node,
      ),
    });
    // The node that is there depends on the muted one, so it does not run.
    const report = { node: 'evaluate', port: 'report' };
    const behind = { from: report, to: { node: 'register', port: 'report' } };
    const reported: Graph = { ...whole, edges: [...whole.edges, behind] };
    for (const graph of [mute(reported), mute(without)]) {
      const drawn = drawRegistration(graph, 'train');
      expect(drawn?.nodes.at(-1)).toMatchObject({ id: 'register-best', kind: 'register-model' });
      expect(drawn?.edges.slice(graph.edges.length)).toEqual([
        { from: { node: 'train', port: 'model' }, to: { node: 'register-best', port: 'model' } },
      ]);
    }
  });

  it('cannot be drawn from a training that is inside a component', () => {
    expect(drawRegistration(without, 'part/train')).toBeNull();
  });
});
