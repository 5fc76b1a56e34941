import { GRAPH_FORMAT, wireId, type Graph } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { describe, expect, it } from '@jest/globals';
import { removeAndHeal, spliceNode } from './heal-graph';

function draw(nodes: Readonly<Record<string, string>>, wires: readonly string[]): Graph {
  return {
    format: GRAPH_FORMAT,
    nodes: Object.entries(nodes).map(([id, kind]) => ({ id, kind, version: 1, params: {} })),
    edges: wires.map((wire) => {
      const [from, to] = wire.split(' -> ').map((end) => {
        const [node = '', port = ''] = end.split('.');
        return { node, port };
      });
      return { from: from ?? { node: '', port: '' }, to: to ?? { node: '', port: '' } };
    }),
  };
}

const wiresOf = (graph: Graph | null) => graph?.edges.map(wireId).sort();

describe('removeAndHeal', () => {
  // base ── freeze ── cut ── head          base ── head
  const models = draw(
    { base: 'base-model', freeze: 'freeze-layers', cut: 'cut-layers', head: 'add-head' },
    ['base.model -> freeze.model', 'freeze.model -> cut.model', 'cut.model -> head.model'],
  );

  it('joins what a removed node stood between', () => {
    expect(wiresOf(removeAndHeal(models, catalogue, ['freeze']))).toEqual([
      'base.model>cut.model',
      'cut.model>head.model',
    ]);
  });

  it('joins over several removed nodes, in any order', () => {
    for (const gone of [
      ['freeze', 'cut'],
      ['cut', 'freeze'],
    ]) {
      const healed = removeAndHeal(models, catalogue, gone);
      expect(wiresOf(healed)).toEqual(['base.model>head.model']);
    }
  });

  // data ── split ═══ train ── evaluate: a split gives parts, its input is a whole
  it('leaves a gap that no type fits', () => {
    const graph = draw({ train: 'train', evaluate: 'evaluate', register: 'register-model' }, [
      'train.model -> evaluate.model',
      'evaluate.report -> register.report',
    ]);
    expect(wiresOf(removeAndHeal(graph, catalogue, ['evaluate']))).toEqual([]);
  });
});

describe('spliceNode', () => {
  // base ──────── head       base ── freeze ── head
  const graph = draw(
    { base: 'base-model', head: 'add-head', freeze: 'freeze-layers', data: 'dataset' },
    ['base.model -> head.model'],
  );
  const [wire] = graph.edges;

  it('puts a node with fitting ports into a wire', () => {
    expect(wire && wiresOf(spliceNode(graph, catalogue, 'freeze', wire))).toEqual([
      'base.model>freeze.model',
      'freeze.model>head.model',
    ]);
  });

  it('refuses a node that has no such ports', () => {
    expect(wire && spliceNode(graph, catalogue, 'data', wire)).toBeNull();
  });
});
