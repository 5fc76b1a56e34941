import { GRAPH_FORMAT, type Graph, type NodeMode } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { describe, expect, it } from '@jest/globals';
import { toggleMode } from './toggle-mode';

// data ──> sample      evaluate
const graph: Graph = {
  format: GRAPH_FORMAT,
  nodes: ['dataset', 'sample', 'evaluate'].map((kind) => ({
    ...{ id: kind, kind, version: 1, params: {} },
  })),
  edges: [{ from: { node: 'dataset', port: 'dataset' }, to: { node: 'sample', port: 'dataset' } }],
};

function toggle(from: Graph, mode: NodeMode, ...ids: string[]): Graph {
  const toggled = toggleMode(from, catalogue, ids, mode);
  if (!toggled.ok) throw new Error(toggled.reason);
  return toggled.graph;
}

const modes = ({ nodes }: Graph) => nodes.map(({ mode }) => mode);

describe('toggleMode', () => {
  it('mutes what is not, and uses again what all is', () => {
    const one = toggle(graph, 'muted', 'sample');
    expect(modes(one)).toEqual([undefined, 'muted', undefined]);
    const two = toggle(one, 'muted', 'sample', 'evaluate');
    expect(modes(two)).toEqual([undefined, 'muted', 'muted']);
    expect(toggle(two, 'muted', 'sample', 'evaluate')).toEqual(graph);
  });

  it('bypasses where something can pass, and mutes instead', () => {
    const bypassed = toggle(graph, 'bypassed', 'sample');
    expect(modes(bypassed)).toEqual([undefined, 'bypassed', undefined]);
    expect(modes(toggle(bypassed, 'muted', 'sample'))).toEqual([undefined, 'muted', undefined]);
  });

  it('says why nothing can pass, and changes none of the nodes then', () => {
    const refused = toggleMode(graph, catalogue, ['sample', 'evaluate'], 'bypassed');
    expect(refused).toMatchObject({ ok: false, reason: expect.stringContaining('"Evaluate"') });
    expect(toggleMode(graph, catalogue, [], 'muted').ok).toBe(false);
  });
});
