import { describe, expect, it } from '@jest/globals';
import {
  expandGraph,
  extendCatalogue,
  makeComponent,
  unpackComponent,
  type ExposedField,
  type Graph,
} from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { GraphBuilder, tinyResources } from '@graft/testing';
import { draw } from '@graft/testing/drawings';
import fc from 'fast-check';
import { compile } from './compile';
import { expandRerun } from './expand-rerun';
import { applyOverrides } from './override-params';
import { planVariations } from './plan-variations';

// data ──> sample ──> split ──> train, evaluate
// base ──> freeze ──> head ───> train ──> evaluate
const GRAPH = new GraphBuilder()
  .node('data', 'dataset', { dataset: 'tiny-colours' })
  .node('sample', 'sample')
  .node('split', 'split', { seed: 3 })
  .node('base', 'base-model', { base: 'tiny-base' })
  .node('freeze', 'freeze-layers')
  .node('head', 'add-head')
  .node('train', 'train', { epochs: 2 })
  .node('evaluate', 'evaluate', { topK: 2 })
  .chain('data', 'sample', 'split')
  .chain('base', 'freeze', 'head', 'train')
  .wire('split.train', 'head')
  .wire('split.train', 'train.train')
  .wire('split.validation', 'train.validation')
  .wire('train.model', 'evaluate')
  .wire('split.test', 'evaluate')
  .build();

const ASKED: readonly ExposedField[] = [
  { node: 'train', param: 'epochs' },
  { node: 'train', param: 'learningRate' },
  { node: 'split', param: 'seed' },
];

let made = 0;

/** Makes a component of some nodes; null where something stands between them. */
function group(graph: Graph, ids: readonly string[], params: readonly ExposedField[] = []) {
  made += 1;
  const known = extendCatalogue(catalogue, graph.components);
  const wish = { kind: `component:c${made}@1`, title: `Group ${made}`, params };
  const result = makeComponent(graph, known, ids, wish);
  return result.ok ? result : null;
}

describe('a graph with components', () => {
  it('has the plan and the keys of the graph without them, however they are nested', () => {
    const anyIds = fc.subarray(
      GRAPH.nodes.map(({ id }) => id),
      { minLength: 1 },
    );
    let compared = 0;
    fc.assert(
      fc.property(anyIds, anyIds, (first, second) => {
        const inner = group(
          GRAPH,
          first,
          ASKED.filter(({ node }) => first.includes(node)),
        );
        if (inner === null) return;
        const { nodeId } = inner;
        const around = second.filter((id) => !first.includes(id));
        const outer = group(inner.graph, [nodeId, ...around], []) ?? inner;
        const whole = compile(GRAPH, catalogue, tinyResources);
        for (const { graph } of [inner, outer]) {
          const compiled = compile(graph, catalogue, tinyResources);
          if (!compiled.ok || !whole.ok) throw new Error(JSON.stringify(compiled.issues));
          compared += 1;
          expect(compiled.digest).toBe(whole.digest);
          expect(Object.values(compiled.nodeSteps).sort()).toEqual(
            Object.values(whole.nodeSteps).sort(),
          );
          expect(compiled.issues.map(({ code }) => code).sort()).toEqual(
            whole.issues.map(({ code }) => code).sort(),
          );
        }
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(20);
  });

  it('has the keys of the changed graph when a parameter is set on the outside', () => {
    const inner = group(GRAPH, ['train', 'evaluate'], [{ node: 'train', param: 'epochs' }]);
    const outer =
      inner &&
      group(inner.graph, [inner.nodeId, 'head'], [{ node: inner.nodeId, param: 'epochs' }]);
    if (!outer) throw new Error('not made');
    const changed = applyOverrides(outer.graph, [`${outer.nodeId}.epochs=5`], catalogue);
    const flat = applyOverrides(GRAPH, ['train.epochs=5'], catalogue);
    if (!changed.ok || !flat.ok) throw new Error('not changed');
    const digests = [changed.graph, flat.graph].map((graph) => {
      const compiled = compile(graph, catalogue, tinyResources);
      return compiled.ok ? compiled.digest : compiled.issues;
    });
    expect(digests[0]).toBe(digests[1]);
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it('tries settings of a field that a component asks for, as of the node inside', () => {
    const inner = group(GRAPH, ['head', 'train'], [{ node: 'train', param: 'learningRate' }]);
    if (!inner) throw new Error('not made');
    const vary = (graph: Graph, node: string) => {
      const variation = { field: `${node}.learningRate`, values: [0.1, 0.01], repeats: 2 };
      const planned = planVariations(graph, variation, catalogue, tinyResources);
      if (!planned.ok) throw new Error(JSON.stringify(planned.issues));
      return planned.plan.steps.filter(({ kind }) => kind === 'train').map(({ key }) => key);
    };
    expect(vary(inner.graph, inner.nodeId).sort()).toEqual(vary(GRAPH, 'train').sort());
  });

  it('runs all of a component again, and what comes after it, when a person asks for it', () => {
    const inner = group(GRAPH, ['head', 'train']);
    if (!inner) throw new Error('not made');
    const compiled = compile(inner.graph, catalogue, tinyResources);
    if (!compiled.ok) throw new Error('not compiled');
    const { graph } = expandGraph(inner.graph, catalogue);
    const again = expandRerun(graph, compiled, [inner.nodeId]);
    const kinds = compiled.plan.steps.flatMap(({ id, kind }) => (again.has(id) ? [kind] : []));
    expect(kinds).toEqual(['train', 'evaluate']);
  });

  it('is unpacked into the graph that it was made of', () => {
    const graph = draw();
    const whole = compile(graph, catalogue, tinyResources);
    const inner = group(graph, ['head', 'train']);
    const unpacked = inner && unpackComponent(inner.graph, catalogue, inner.nodeId);
    if (!unpacked?.ok || !whole.ok) throw new Error('not unpacked');
    const compiled = compile(unpacked.graph, catalogue, tinyResources);
    expect(compiled).toMatchObject({ ok: true, digest: whole.digest, nodeSteps: whole.nodeSteps });
  });
});
