import { applyFix, GRAPH_FORMAT, inspectGraph, wireId, type Graph } from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import { catalogue } from './catalogue';

const BASIC = [
  ...['dataset', 'split', 'base-model', 'freeze-layers', 'add-head', 'train', 'evaluate'],
  'register-model',
];

/** Mends one missing wire after another as it is offered, until none is missing. */
function mendWires(graph: Graph): Graph {
  const { issues } = inspectGraph(graph, catalogue, { find: () => undefined, list: () => [] });
  const fix = issues.find(({ code }) => code === 'graph.missing-wire')?.fix;
  return fix === undefined ? graph : mendWires(applyFix(graph, fix));
}

//  [dataset] [split] [base-model] [freeze-layers] [add-head] [train] [evaluate] [register-model]
describe('the wires that are offered to a beginner', () => {
  it('make a sound flow of the basic nodes, put there from the data on', () => {
    const nodes = BASIC.map((kind) => ({ id: kind, kind, version: 1, params: {} }));
    const { edges } = mendWires({ format: GRAPH_FORMAT, nodes, edges: [] });
    expect(edges.map(wireId).sort()).toEqual([
      'add-head.model>train.model',
      'base-model.model>freeze-layers.model',
      'dataset.dataset>split.dataset',
      'freeze-layers.model>add-head.model',
      'split.test>evaluate.dataset',
      'split.train>train.train',
      'split.validation>train.validation',
      'train.model>evaluate.model',
      'train.model>register-model.model',
    ]);
  });
});
