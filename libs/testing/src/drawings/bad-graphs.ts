import type { Graph } from '@graft/graph';
import { GraphBuilder } from '../graph-builder';

/**
 * data -> split -> (head, train, evaluate)
 * base -> freeze -> head -> train -> evaluate
 */
function drawGood(): GraphBuilder {
  return new GraphBuilder()
    .node('data', 'dataset', { dataset: 'tiny-colours' })
    .node('split', 'split')
    .node('base', 'base-model', { base: 'tiny-base' })
    .node('freeze', 'freeze-layers')
    .node('head', 'add-head')
    .node('train', 'train')
    .node('evaluate', 'evaluate', { topK: 2 })
    .wire('data', 'split')
    .chain('base', 'freeze', 'head')
    .wire('split.train', 'head')
    .wire('head', 'train')
    .wire('split.train', 'train.train')
    .wire('split.validation', 'train.validation')
    .wire('train.model', 'evaluate')
    .wire('split.test', 'evaluate');
}

export const goodGraph = drawGood().build();

export function without(node: string, port: string): Graph {
  const edges = goodGraph.edges.filter((edge) => edge.to.node !== node || edge.to.port !== port);
  return { ...goodGraph, edges };
}

export function withParams(id: string, params: Graph['nodes'][number]['params']): Graph {
  const nodes = goodGraph.nodes.map((node) => (node.id === id ? { ...node, params } : node));
  return { ...goodGraph, nodes };
}

function withKind(id: string, kind: string): Graph {
  return {
    ...goodGraph,
    nodes: goodGraph.nodes.map((node) => (node.id === id ? { ...node, kind } : node)),
  };
}

const wire = (from: string, to: string) => {
  const [source = '', out = ''] = from.split('.');
  const [target = '', into = ''] = to.split('.');
  return { from: { node: source, port: out }, to: { node: target, port: into } };
};

const cycle: Graph = {
  ...without('freeze', 'model'),
  edges: [...without('freeze', 'model').edges, wire('head.model', 'freeze.model')],
};

const cutAtUnknownLayer: Graph = {
  ...goodGraph,
  nodes: goodGraph.nodes.map((node) =>
    node.id === 'freeze'
      ? { ...node, kind: 'cut-layers', params: { mode: 'layer', layer: 'block9' } }
      : node,
  ),
};

const cutInsideBranch: Graph = {
  ...goodGraph,
  nodes: goodGraph.nodes.map((node) => {
    if (node.id === 'base') return { ...node, params: { base: 'tiny-branched' } };
    if (node.id !== 'freeze') return node;
    return { ...node, kind: 'cut-layers', params: { mode: 'layer', layer: 'block2_conv' } };
  }),
};

/** What is wrong, the graph or text, the code and a part of the message of its Issue. */
export const BAD_GRAPHS: readonly (readonly [string, unknown, string, string])[] = [
  ['a cycle', cycle, 'graph.cycle', 'Freeze layers -> Add head -> Freeze layers'],
  ['an unknown kind', withKind('train', 'trian'), 'graph.unknown-kind', 'Did you mean "train"?'],
  ['the kind constructor', withKind('train', 'constructor'), 'graph.unknown-kind', 'constructor'],
  ['the kind __proto__', withKind('train', '__proto__'), 'graph.unknown-kind', '__proto__'],
  ['a missing wire', without('train', 'validation'), 'graph.missing-wire', '"Train"'],
  [
    'a dangling wire',
    { ...goodGraph, edges: [...goodGraph.edges, wire('ghost.model', 'evaluate.model')] },
    'graph.dangling-wire',
    'ghost',
  ],
  [
    'an unknown port',
    { ...goodGraph, edges: [...goodGraph.edges, wire('data.datasets', 'split.dataset')] },
    'graph.unknown-port',
    'Did you mean "dataset"?',
  ],
  [
    'a wire of the wrong type',
    { ...goodGraph, edges: [...goodGraph.edges, wire('base.model', 'split.dataset')] },
    'graph.wrong-type',
    'a model',
  ],
  [
    'a duplicate id',
    { ...goodGraph, nodes: [...goodGraph.nodes, ...goodGraph.nodes.slice(0, 1)] },
    'graph.duplicate-id',
    'data',
  ],
  ['an unknown field', { ...goodGraph, colour: 'red' }, 'graph.unknown-field', 'colour'],
  ['an unknown parameter', withParams('train', { epoch: 3 }), 'graph.invalid-parameter', 'epoch'],
  [
    'another format version',
    { ...goodGraph, format: 'graft.graph/2' },
    'graph.unknown-format',
    'graft.graph/1',
  ],
  [
    'JSON 20,000 levels deep',
    `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    'graph.too-deep',
    'levels',
  ],
  ['text that is not JSON', '{"format"', 'graph.not-json', 'JSON'],
  [
    'a number out of range',
    withParams('train', { learningRate: 50 }),
    'graph.invalid-parameter',
    '"Learning rate" of "Train"',
  ],
  ['a seed of zero', withParams('split', { seed: 0 }), 'graph.invalid-parameter', '"Seed"'],
  [
    'a number that is none',
    withParams('train', { epochs: 'ten' }),
    'graph.invalid-parameter',
    '"Epochs" of "Train"',
  ],
  [
    'classes that differ from the wired data',
    withParams('head', { classes: ['cat', 'dog'] }),
    'add-head.classes-differ',
    '"cat" and "dog"',
  ],
  [
    'classes that differ from the head',
    { ...without('head', 'dataset'), nodes: withParams('head', { classes: ['cat', 'dog'] }).nodes },
    'train.classes-differ',
    'the model lacks "blue", "green" and "red"',
  ],
  ['a cut at a layer that does not exist', cutAtUnknownLayer, 'cut-layers.unknown-layer', 'block9'],
  ['a cut inside a branch', cutInsideBranch, 'cut-layers.open-branch', '"block2_add"'],
  [
    'text wired to an image base',
    withParams('data', { dataset: 'tiny-texts' }),
    'add-head.input-mismatch',
    'texts, which have no pixels',
  ],
  [
    'an unknown data set',
    withParams('data', { dataset: '../secret' }),
    'dataset.missing',
    'tiny-colours',
  ],
  [
    'the data set __proto__',
    withParams('data', { dataset: '__proto__' }),
    'dataset.missing',
    '__proto__',
  ],
];
