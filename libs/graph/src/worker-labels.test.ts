import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalise } from './canonical-json';
import { setWorkerLabels } from './edit-graph';
import { drawGraph } from './fixtures/tiny-catalogue';
import { MAX_WORKER_LABELS, type Graph } from './graph';
import { parseGraph } from './parse-graph';

const graph = drawGraph([{ id: 'data', kind: 'source' }], []);

const label = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,39}$/);
const labels = fc.uniqueArray(label, { minLength: 1, maxLength: MAX_WORKER_LABELS });

function withLabels(workerLabels: unknown): unknown {
  return { ...graph, nodes: graph.nodes.map((node) => ({ ...node, workerLabels })) };
}

const refusal = (workerLabels: unknown) => parseGraph(withLabels(workerLabels)).issues[0];

describe('labels that a node asks for', () => {
  it('are a set: however they are written, the graph is the same', () => {
    fc.assert(
      fc.property(labels, fc.nat(), (set, turn) => {
        const turned = [...set.slice(turn % set.length), ...set];
        const read = parseGraph(withLabels(turned)).graph as Graph;
        expect(read.nodes[0]?.workerLabels).toEqual(set.toSorted());
        expect(read).toEqual(setWorkerLabels(graph, 'data', turned));
        expect(canonicalise(read)).toBe(canonicalise(setWorkerLabels(graph, 'data', set)));
      }),
    );
  });

  it('are not there when none are asked for, so that such a graph is what it was before', () => {
    const without = setWorkerLabels(setWorkerLabels(graph, 'data', ['lab2']), 'data', []);
    expect(canonicalise(without)).toBe(canonicalise(graph));
    expect(canonicalise(parseGraph(graph).graph)).toBe(canonicalise(graph));
  });

  it('are small letters, digits, - and ., and few; what is wrong is said of the node', () => {
    for (const wrong of ['Lab 2', '', '-a', 'a+b', 'a:b', 'ä', 'a'.repeat(41)]) {
      expect(refusal([wrong])).toMatchObject({ nodeId: 'data', field: 'workerLabels.0' });
    }
    expect(refusal(['Lab 2'])?.message).toMatch(/small letters, digits/);
    expect(refusal([])).toMatchObject({ nodeId: 'data', field: 'workerLabels' });
    expect(refusal(['a', 'b', 'c', 'd', 'e'])?.message).toMatch(/at most 4 entries/);
    expect(refusal(['a', 'b', 'c', 'd', 'a'])).toBeUndefined();
    expect(refusal('lab2')).toMatchObject({ nodeId: 'data', field: 'workerLabels' });
  });
});
