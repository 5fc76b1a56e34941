import { describe, expect, it } from '@jest/globals';
import type { Graph } from '@graft/graph';
import { createResources } from '@graft/nodes';
import { tinyBase, tinyColours } from '@graft/testing';
import fc from 'fast-check';
import { computeKey, computeRowKey, type KeyParts } from './cache-key';
import { compileOk, draw, stepOf } from '@graft/testing/drawings';

describe('the digest of a plan', () => {
  const usual = compileOk(draw());

  it('does not depend on labels, positions, notes, frames, ids or the order of nodes and wires', () => {
    const graph = draw();
    const order = fc.shuffledSubarray(graph.nodes, { minLength: graph.nodes.length });
    const wires = fc.shuffledSubarray(graph.edges, { minLength: graph.edges.length });
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/), {
      minLength: graph.nodes.length,
      maxLength: graph.nodes.length,
    });
    fc.assert(
      fc.property(order, wires, names, fc.integer(), (nodes, edges, ids, x) => {
        const renamed = new Map(graph.nodes.map((node, index) => [node.id, ids[index] ?? node.id]));
        const rename = (id: string) => renamed.get(id) ?? id;
        const shuffled: Graph = {
          ...graph,
          name: `drawn at ${x}`,
          notes: [{ id: 'note', text: `written at ${x}`, position: { x, y: x } }],
          frames: [
            {
              ...{ id: 'frame', title: `drawn at ${x}`, colour: 'blue' },
              ...{ position: { x, y: x }, size: { width: 300, height: 200 } },
            },
          ],
          nodes: nodes.map((node) => ({
            ...node,
            id: rename(node.id),
            title: `node ${x}`,
            position: { x, y: -x },
          })),
          edges: edges.map(({ from, to }) => ({
            from: { ...from, node: rename(from.node) },
            to: { ...to, node: rename(to.node) },
          })),
        };
        expect(compileOk(shuffled).digest).toBe(usual.digest);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['split', { seed: 2 }],
    ['split', { train: 0.6, validation: 0.25 }],
    ['freeze', { mode: 'none' }],
    ['base', { inputSize: 16 }],
    ['head', { dropout: 0.5 }],
    ['head', { seed: 2 }],
    ['train', { epochs: 3 }],
    ['train', { learningRate: 0.01 }],
    ['train', { seed: 7 }],
    ['train', { classWeights: 'balanced' }],
    ['evaluate', { topK: 1 }],
    ['register', { name: 'other' }],
  ])('changes with %s %j', (node, params) => {
    expect(compileOk(draw({ [node]: params })).digest).not.toBe(usual.digest);
  });

  it.each([
    ['train', { momentum: 0.5 }],
    ['train', { scheduleEpochs: 9, scheduleFactor: 0.5 }],
    ['freeze', { blocks: 7, pattern: 'x*' }],
    ['train', { epochs: 20 }],
  ])('does not change with %s %j, which has no effect', (node, params) => {
    expect(compileOk(draw({ [node]: params })).digest).toBe(usual.digest);
  });
});

describe('keys', () => {
  const before = compileOk(draw());
  const keysAfter = (params: Parameters<typeof draw>[0]) => {
    const after = compileOk(draw(params));
    return ['train', 'evaluate', 'register'].map(
      (node) => stepOf(after, node).key === stepOf(before, node).key,
    );
  };

  it('of later steps change with those of earlier ones', () => {
    expect(keysAfter({ train: { epochs: 3 } })).toEqual([false, false, false]);
    expect(keysAfter({ evaluate: { topK: 1 } })).toEqual([true, false, false]);
    expect(keysAfter({ register: { notes: 'n' } })).toEqual([true, true, false]);
  });

  it('follow the identity of data and base, not their names', () => {
    const data = { ...tinyColours, name: 'Renamed' };
    const renamed = createResources({ dataset: [data], base: [{ ...tinyBase, name: 'Renamed' }] });
    expect(compileOk(draw(), renamed).digest).toBe(before.digest);
    const other = createResources({
      dataset: [{ ...tinyColours, digest: 'f'.repeat(64) }],
      base: [tinyBase],
    });
    expect(stepOf(compileOk(draw(), other), 'train').key).not.toBe(stepOf(before, 'train').key);
  });
});

describe('computeKey', () => {
  const parts = { kind: 'train', implementation: 1, params: { seed: 1 }, inputs: [], rows: null };

  it.each([
    ['kind', { kind: 'evaluate' }],
    ['implementation', { implementation: 2 }],
    ['params', { params: { seed: 2 } }],
    ['inputs', { inputs: [['model', [{ type: 'model', spec: 'a' }]]] as KeyParts['inputs'] }],
    ['rows that it reads', { rows: { rowKey: 'a', cut: ['avg_pool'] } }],
  ])('depends on the %s', (_, change) => {
    expect(computeKey({ ...parts, ...change })).not.toBe(computeKey(parts));
  });

  it('tells inputs of two ports apart', () => {
    const input = [{ type: 'model', spec: 'a' }] as const;
    const keys = ['one', 'two'].map((port) => computeKey({ ...parts, inputs: [[port, input]] }));
    expect(keys[0]).not.toBe(keys[1]);
  });
});

describe('computeRowKey', () => {
  it('depends on prefix, cut and executor', () => {
    const keys = [
      computeRowKey('a', ['x'], 'onnx'),
      computeRowKey('b', ['x'], 'onnx'),
      computeRowKey('a', ['y'], 'onnx'),
      computeRowKey('a', ['x'], 'tfjs'),
    ];
    expect(new Set(keys).size).toBe(4);
  });
});
