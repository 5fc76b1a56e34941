import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { drawGraph } from './fixtures/tiny-catalogue';
import { GRAPH_FORMAT, type Graph } from './graph';
import { issueSchema, type Issue } from './issue';
import { MAX_GRAPH_LENGTH, parseGraph } from './parse-graph';

const good: Graph = drawGraph(
  [
    { id: 'data', kind: 'source' },
    { id: 'cut', kind: 'halve' },
  ],
  ['data.data -> cut.data'],
);

function codes(input: unknown): string[] {
  return parseGraph(input).issues.map((issue) => issue.code);
}

/** The one Issue of a graph with an odd first node. */
function issueOfNode(node: object): Issue | undefined {
  const parsed = parseGraph({ format: GRAPH_FORMAT, nodes: [node], edges: [] });
  expect(parsed.graph).toBeUndefined();
  return parsed.issues[0];
}

// 100,000 in the nightly run: GRAFT_FUZZ_RUNS=100000 npm test -- libs/graph/src/parse-graph
const RUNS = Number(process.env['GRAFT_FUZZ_RUNS'] ?? 1000);

describe('parseGraph', () => {
  it('reads a graph, as a value and as text', () => {
    expect(parseGraph(good)).toEqual({ graph: good, issues: [] });
    expect(parseGraph(JSON.stringify(good))).toEqual({ graph: good, issues: [] });
  });

  it('fills in the version and parameters of a node', () => {
    const { graph } = parseGraph({
      format: GRAPH_FORMAT,
      nodes: [{ id: 'a', kind: 'k' }],
      edges: [],
    });
    expect(graph?.nodes[0]).toEqual({ id: 'a', kind: 'k', version: 1, params: {} });
  });

  it('never throws, and says why it gives no graph', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything({
            withBigInt: true,
            withDate: true,
            withMap: true,
            withNullPrototype: true,
            withSparseArray: true,
            withTypedArray: true,
          }),
          fc.string(),
          fc.json(),
        ),
        (input) => {
          const parsed = parseGraph(input);
          expect(parsed.graph === undefined).toBe(parsed.issues.length > 0);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('never throws on a damaged graph, and every Issue has its form', () => {
    const key = fc.oneof(
      fc.constantFrom('id', 'kind', 'params', 'version', 'position', 'format', 'node', '__proto__'),
      fc.string(),
    );
    // Text says nothing of prototypes, and without one an object takes longer to make than to read.
    const objectOf = (name: fc.Arbitrary<string>) =>
      fc.dictionary(name, fc.jsonValue(), { noNullPrototype: true });
    const graph = fc.record({
      format: fc.constant(GRAPH_FORMAT),
      nodes: fc.oneof(fc.array(objectOf(key)), fc.jsonValue()),
      edges: fc.oneof(fc.array(objectOf(fc.constantFrom('from', 'to', 'x'))), fc.jsonValue()),
    });
    fc.assert(
      fc.property(graph, (damaged) => {
        const parsed = parseGraph(JSON.stringify(damaged));
        const odd = parsed.issues.filter((issue) => !issueSchema.safeParse(issue).success);
        expect(odd).toEqual([]);
        expect(parsed.graph === undefined).toBe(parsed.issues.length > 0);
        expect(parsed.issues.length).toBeLessThanOrEqual(100);
      }),
      { numRuns: RUNS },
    );
  });

  it('refuses text that is no JSON, and JSON that is no graph', () => {
    expect(codes('{"format": ')).toEqual(['graph.not-json']);
    for (const thing of [null, 3, [], '3', '"x"', 'null'])
      expect(codes(thing)).toEqual(['graph.unknown-format']);
    expect(parseGraph({}).issues[0]?.message).toContain(`Add "format": "${GRAPH_FORMAT}"`);
    expect(parseGraph({ ...good, format: 'graft.graph/2' }).issues[0]?.message).toMatch(
      /"graft.graph\/2".*"graft.graph\/1"/,
    );
  });

  it('refuses 20,000 levels of nesting without overflowing', () => {
    const text = `{"format":"${GRAPH_FORMAT}","nodes":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    expect(codes(text)).toEqual(['graph.too-deep']);
    expect(codes('['.repeat(20_000))).toEqual(['graph.too-deep']);
    expect(codes('{"a":'.repeat(20_000))).toEqual(['graph.too-deep']);
    let value: unknown = 1;
    for (let depth = 0; depth < 20_000; depth += 1) value = [value];
    expect(codes({ ...good, nodes: value })).toEqual(['graph.too-deep']);
  });

  it('does not count brackets within text as levels', () => {
    const title = `${'[{'.repeat(40)}"\\${'['.repeat(80)}`;
    const { graph } = parseGraph(JSON.stringify({ ...good, name: title }));
    expect(graph?.name).toBe(title);
  });

  it('refuses circles and values without end', () => {
    const circle: Record<string, unknown> = { ...good };
    circle['name'] = circle;
    expect(codes(circle)).toEqual(['graph.too-deep']);
    let doubled: unknown = [1];
    for (let depth = 0; depth < 40; depth += 1) doubled = [doubled, doubled];
    expect(codes({ ...good, nodes: doubled })).toEqual(['graph.too-large']);
    expect(codes(' '.repeat(MAX_GRAPH_LENGTH + 1))).toEqual(['graph.too-large']);
  });

  it('refuses keys that could reach into prototypes, wherever they stand', () => {
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const text = JSON.stringify(good).replace(
        '"params":{}',
        `"params":{"deep":{"${key}":{"x":1}}}`,
      );
      expect(parseGraph(text).issues).toEqual([
        expect.objectContaining({
          code: 'graph.forbidden-key',
          nodeId: 'data',
          field: `deep.${key}`,
        }),
      ]);
    }
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('names node and field of what is wrong', () => {
    expect(issueOfNode({ id: 'a', kind: 'k', colour: 'red' })).toMatchObject({
      code: 'graph.unknown-field',
      nodeId: 'a',
      field: 'colour',
      message: '"colour" of node "a" is not a known field. Remove it.',
    });
    expect(issueOfNode({ id: 'a' })).toMatchObject({
      code: 'graph.missing-field',
      nodeId: 'a',
      field: 'kind',
      message: '"kind" of node "a" is missing; it must be a text.',
    });
    expect(issueOfNode({ id: 'a', kind: 'k', version: 0 })).toMatchObject({
      code: 'graph.out-of-range',
      nodeId: 'a',
      field: 'version',
      message: '"version" of node "a" must be at least 1.',
    });
    expect(
      issueOfNode({ id: 'a', kind: 'k', params: { rate: Number.POSITIVE_INFINITY } }),
    ).toMatchObject({
      code: 'graph.out-of-range',
      nodeId: 'a',
      field: 'rate',
    });
    expect(issueOfNode({ id: '1 2', kind: 'k' })).toMatchObject({
      code: 'graph.invalid-field',
      field: 'id',
    });
    expect(issueOfNode({ kind: 'k' })).toMatchObject({
      code: 'graph.missing-field',
      field: 'nodes.0.id',
    });
  });

  it('finds a number too large for JSON text', () => {
    const text = JSON.stringify(good).replace('"params":{}', '"params":{"rate":1e999}');
    expect(parseGraph(text).issues[0]).toMatchObject({
      code: 'graph.out-of-range',
      nodeId: 'data',
      field: 'rate',
    });
  });

  it('reports all mistakes at once', () => {
    const found = codes({
      format: GRAPH_FORMAT,
      nodes: [{ id: 'a', kind: 3, x: 1 }],
      edges: [{ from: 1, to: 2 }],
      more: 1,
    });
    expect(found).toHaveLength(5);
  });

  it('reads frames, and reports those whose id is given twice or that have no area', () => {
    const place = { position: { x: 0, y: 0 }, size: { width: 300, height: 200 } };
    const frame = { id: 'data', title: 'Data', colour: 'blue', ...place };
    expect(parseGraph({ ...good, frames: [frame] }).graph?.frames).toEqual([frame]);
    expect(codes({ ...good, frames: [frame, frame] })).toEqual(['graph.duplicate-id']);
    const flat = { ...frame, size: { width: 300, height: 0 } };
    expect(parseGraph({ ...good, frames: [flat] }).issues[0]?.field).toBe('frames.0.size.height');
  });

  it('reports notes whose id is given twice', () => {
    const note = { id: 'why', text: 'Why', position: { x: 0, y: 0 } };
    expect(parseGraph({ ...good, notes: [note] }).graph?.notes).toEqual([note]);
    expect(parseGraph({ ...good, notes: [note, note] }).issues).toEqual([
      expect.objectContaining({
        code: 'graph.duplicate-id',
        field: 'notes',
        message: expect.stringContaining('2 notes'),
      }),
    ]);
  });

  it('reports ids that are given twice', () => {
    const { nodes } = good;
    expect(parseGraph({ ...good, nodes: [...nodes, ...nodes.slice(0, 1)] }).issues).toEqual([
      expect.objectContaining({
        code: 'graph.duplicate-id',
        nodeId: 'data',
        message: expect.stringContaining('2 nodes'),
      }),
    ]);
  });

  it('refuses more than 500 nodes', () => {
    const nodes = Array.from({ length: 501 }, (_, index) => ({ id: `n${index}`, kind: 'k' }));
    expect(parseGraph({ format: GRAPH_FORMAT, nodes, edges: [] }).issues[0]).toMatchObject({
      code: 'graph.out-of-range',
      field: 'nodes',
      message: '"nodes" must have at most 500 entries.',
    });
  });
});
