import {
  expandGraph,
  extendCatalogue,
  inspectGraph,
  makeComponent,
  type Graph,
} from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { tinyResources } from '@graft/testing';
import { draw } from '@graft/testing/drawings';
import { describe, expect, it } from '@jest/globals';
import { drawInside, listAround, listInsideIssues } from './draw-inside';

function group(graph: Graph, ids: readonly string[], title: string) {
  const known = extendCatalogue(catalogue, graph.components);
  const params = ids.includes('train') ? [{ node: 'train', param: 'epochs' }] : [];
  const kind = `component:${title}@1`;
  const made = makeComponent(graph, known, ids, { kind, title, params });
  if (!made.ok) throw new Error(made.reason);
  return made.graph;
}

//   base ──> [ freeze ──> [ head ──> train ] ] ──> evaluate
const INNER = group(draw(), ['head', 'train'], 'inner');
const OUTER = group(INNER, ['inner', 'freeze'], 'outer');

describe('the inside of a component', () => {
  it('is a graph of paths, with what is set on the outside', () => {
    const nodes = INNER.nodes.map((node) =>
      node.id === 'inner' ? { ...node, params: { epochs: 7 } } : node,
    );
    const graph = { ...INNER, nodes };
    const inside = drawInside(expandGraph(graph, catalogue), graph, 'inner');
    expect(inside?.nodes.map(({ id, params }) => [id, params['epochs']])).toEqual([
      ['inner/head', undefined],
      ['inner/train', 7],
    ]);
    expect(inside?.edges).toEqual([
      { from: { node: 'inner/head', port: 'model' }, to: { node: 'inner/train', port: 'model' } },
    ]);
    expect(drawInside(expandGraph(graph, catalogue), graph, 'data')).toBeNull();
  });

  it('shows components within it as nodes, which have an inside of their own', () => {
    const expanded = expandGraph(OUTER, catalogue);
    const ids = (path: string) => drawInside(expanded, OUTER, path)?.nodes.map(({ id }) => id);
    expect(ids('outer')?.toSorted()).toEqual(['outer/freeze', 'outer/inner']);
    expect(ids('outer/inner')).toEqual(['outer/inner/head', 'outer/inner/train']);
    expect(listAround('outer/inner')).toEqual(['outer', 'outer/inner']);
  });

  it('has the problems of its nodes by their paths', () => {
    const nodes = OUTER.nodes.map((node) => ({ ...node }));
    const unwired = { ...OUTER, nodes, edges: OUTER.edges.filter(({ to }) => to.node !== 'outer') };
    const { issues } = inspectGraph(unwired, catalogue, tinyResources);
    const paths = [...listInsideIssues(issues).keys()];
    expect(paths).toContain('outer/inner/train');
  });
});
