import { GRAPH_FORMAT, type Graph, type GraphEdge, type GraphNode } from '@graft/graph';

const TRIOS = 110;
const NODES = 500;
const WIRES = 800;
const DATASET = { dataset: 'emoji-objects' };

/**
 * 500 nodes and 800 wires that are all sound: 110 heads on one frozen base, each trained and
 * evaluated, samples of the data, and data sets that nothing reads yet.
 */
export function drawLargeGraph(): Graph {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const add = (id: string, kind: string, params: GraphNode['params'] = {}) => {
    const at = nodes.length;
    const position = { x: 290 * (at % 25), y: 260 * Math.floor(at / 25) };
    nodes.push({ id, kind, version: 1, params, position });
  };
  const wire = (from: string, to: string) => {
    const [[source = '', output = ''], [target = '', input = '']] = [from, to].map((end) =>
      end.split('.'),
    ) as [string[], string[]];
    edges.push({ from: { node: source, port: output }, to: { node: target, port: input } });
  };
  add('data', 'dataset', DATASET);
  add('split', 'split');
  add('base', 'base-model', { base: 'efficientnet-lite0' });
  add('freeze', 'freeze-layers');
  wire('data.dataset', 'split.dataset');
  wire('base.model', 'freeze.model');
  for (let at = 0; at < TRIOS; at += 1) {
    const [head, train, evaluate] = [`head${at}`, `train${at}`, `evaluate${at}`];
    add(head, 'add-head');
    add(train, 'train', { seed: at });
    add(evaluate, 'evaluate');
    wire('freeze.model', `${head}.model`);
    wire(`${head}.model`, `${train}.model`);
    wire('split.train', `${head}.dataset`);
    wire('split.train', `${train}.train`);
    wire('split.validation', `${train}.validation`);
    wire(`${train}.model`, `${evaluate}.model`);
    wire('split.test', `${evaluate}.dataset`);
  }
  for (let at = 0; edges.length < WIRES; at += 1) {
    add(`sample${at}`, 'sample');
    wire('data.dataset', `sample${at}.dataset`);
  }
  for (let at = 0; nodes.length < NODES; at += 1) add(`more${at}`, 'dataset', DATASET);
  return { format: GRAPH_FORMAT, name: 'Five hundred nodes', nodes, edges };
}
