import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { drawGraph, TINY_CATALOGUE, TINY_RESOURCES } from './fixtures/tiny-catalogue';
import type { Graph } from './graph';
import { hasErrors, issueSchema, type Issue } from './issue';
import { inspectGraph, validateGraph } from './validate-graph';

type Drafts = Parameters<typeof drawGraph>[0];

function inspect(nodes: Drafts, wires: readonly string[] = []) {
  return inspectGraph(drawGraph(nodes, wires), TINY_CATALOGUE, TINY_RESOURCES);
}

function issuesOf(nodes: Drafts, wires: readonly string[] = []): readonly Issue[] {
  return inspect(nodes, wires).issues;
}

const data = { id: 'data', kind: 'source' };
const cut = { id: 'cut', kind: 'halve', version: 2 };
const count = { id: 'count', kind: 'count' };

describe('inspectGraph on a good graph', () => {
  const found = inspect(
    [count, cut, data],
    ['cut.second -> count.data', 'data.data -> count.data', 'data.data -> cut.data'],
  );

  it('infers what travels on every wire, in topological order', () => {
    expect(hasErrors(found.issues)).toBe(false);
    expect(found.order).toEqual(['data', 'cut', 'count']);
    expect(found.summaries.get('cut')?.['second']).toMatchObject({
      type: 'dataset',
      name: 'pictures',
    });
    expect(found.summaries.get('count')?.['report']).toMatchObject({
      text: '2 data sets',
      source: { step: 'count', output: 'report' },
    });
  });

  it('fills in parameters, and lists wires in the order of the graph', () => {
    expect(found.params.get('data')).toEqual({ name: 'pictures', limit: 10 });
    expect(found.wires.get('count')?.get('data')).toEqual([
      { node: 'cut', port: 'second' },
      { node: 'data', port: 'data' },
    ]);
  });

  it('adds node id and kind to what a node reports, and lets warnings pass', () => {
    expect(found.issues).toEqual([
      { code: 'halve.few', severity: 'warning', nodeId: 'cut', message: 'Few examples.' },
    ]);
  });
});

describe('inspectGraph on nodes that are wrong', () => {
  it('knows no kind but those of the catalogue', () => {
    for (const kind of ['constructor', '__proto__', 'toString', 'sorce']) {
      const [issue, ...others] = issuesOf([{ id: 'x', kind }]);
      expect(others).toEqual([]);
      expect(issue).toMatchObject({
        code: 'graph.unknown-kind',
        nodeId: 'x',
        fix: { removeNodes: ['x'] },
      });
      expect(issue?.message.includes('Did you mean "source"')).toBe(kind === 'sorce');
    }
  });

  it('names the parameter, says what is right, and offers the default', () => {
    expect(issuesOf([{ ...data, params: { limit: 0, colour: 1 } }])).toEqual([
      expect.objectContaining({
        code: 'graph.invalid-parameter',
        nodeId: 'data',
        field: 'limit',
        message: '"limit" of "data" (Source) must be at least 1.',
        fix: {
          title: 'Set Limit to its default',
          setParams: [{ nodeId: 'data', params: { limit: 10 } }],
        },
      }),
      expect.objectContaining({
        field: 'colour',
        message: '"colour" of "data" (Source) is not a known field. Remove it.',
      }),
    ]);
  });

  it('brings older nodes up to date and refuses newer ones', () => {
    const older = inspect(
      [data, { ...cut, version: 1, params: { ceil: true } }],
      ['data.data -> cut.data'],
    );
    expect(older.params.get('cut')).toEqual({ rounding: 'up' });
    expect(hasErrors(older.issues)).toBe(false);
    const newer = issuesOf([data, { ...cut, version: 3 }], ['data.data -> cut.data']);
    expect(newer.map((issue) => [issue.code, issue.nodeId])).toEqual([
      ['graph.newer-version', 'cut'],
    ]);
  });

  it('turns a UserError of a node into its Issue, and a fault of ours into one that says so', () => {
    const nothing = { ...data, params: { name: 'nothing' } };
    expect(issuesOf([nothing, cut], ['data.data -> cut.data'])).toEqual([
      {
        code: 'halve.no-classes',
        severity: 'error',
        nodeId: 'cut',
        message: 'The data set has no classes.',
      },
    ]);
    expect(issuesOf([{ id: 'x', kind: 'broken' }])).toEqual([
      expect.objectContaining({ code: 'graph.check-failed', nodeId: 'x' }),
    ]);
  });

  it('stays quiet about nodes behind one that is wrong, also where it is one of many sources', () => {
    const ghost = { id: 'ghost', kind: 'source', params: { name: 'ghost' } };
    const found = inspect(
      [data, ghost, cut, count],
      ['ghost.data -> cut.data', 'data.data -> count.data', 'cut.first -> count.data'],
    );
    expect(found.issues.map((issue) => issue.code)).toEqual(['source.missing']);
    expect([...found.summaries.keys()]).toEqual(['data']);
  });

  it('reports two nodes of one id', () => {
    expect(issuesOf([data, data]).map((issue) => issue.code)).toEqual(['graph.duplicate-id']);
  });
});

describe('inspectGraph on wires that are wrong', () => {
  const cases: [string, Drafts, string[], Partial<Issue>][] = [
    [
      'a wire to nowhere',
      [data],
      ['data.data -> ghost.data'],
      { code: 'graph.dangling-wire', nodeId: 'data' },
    ],
    [
      'a wire from nowhere',
      [data, count],
      ['ghost.data -> count.data', 'data.data -> count.data'],
      { code: 'graph.dangling-wire', nodeId: 'count' },
    ],
    [
      'an unknown input',
      [data, count],
      ['data.data -> count.dta', 'data.data -> count.data'],
      { code: 'graph.unknown-port', port: 'dta' },
    ],
    [
      'an inherited name as output',
      [data, count],
      ['data.constructor -> count.data', 'data.data -> count.data'],
      { code: 'graph.unknown-port', nodeId: 'data' },
    ],
    [
      'another type',
      [data, count],
      ['data.data -> count.history', 'data.data -> count.data'],
      { code: 'graph.wrong-type', port: 'history' },
    ],
    [
      'two wires where one is taken',
      [data, cut],
      ['data.data -> cut.data', 'cut.first -> cut.data'],
      { code: 'graph.too-many-wires', port: 'data' },
    ],
    [
      'the same wire twice',
      [data, count],
      ['data.data -> count.data', 'data.data -> count.data'],
      { code: 'graph.double-wire' },
    ],
  ];
  it.each(cases)('%s', (_, nodes, wires, expected) => {
    const issues = issuesOf(nodes, wires).filter((issue) => issue.code !== 'graph.cycle');
    expect(issues).toEqual([expect.objectContaining(expected)]);
    expect(issues[0]?.fix?.removeEdges).toHaveLength(1);
  });

  it('says in words why types do not fit', () => {
    const [issue] = issuesOf(
      [data, count],
      ['data.data -> count.history', 'data.data -> count.data'],
    );
    expect(issue?.message).toBe(
      'The wire "data.data" -> "count.history" does not fit: "Data" gives a data set, but "History" takes a training history.',
    );
  });

  it('does not guess what a node gives that has a wrong wire', () => {
    const wires = ['data.data -> count.history', 'data.data -> count.data'];
    expect(inspect([data, count], wires).summaries.has('count')).toBe(false);
  });

  it('offers the port that was meant', () => {
    const [issue] = issuesOf([data, count], ['data.data -> count.dta', 'data.data -> count.data']);
    expect(issue?.fix).toMatchObject({
      title: 'Use "data"',
      addEdges: [{ to: { node: 'count', port: 'data' } }],
    });
  });

  it('names a cycle node by node and offers to open it', () => {
    const issues = issuesOf(
      [
        { ...cut, id: 'a' },
        { ...cut, id: 'b' },
      ],
      ['a.first -> b.data', 'b.first -> a.data'],
    );
    expect(issues).toEqual([
      expect.objectContaining({
        code: 'graph.cycle',
        nodeId: 'a',
        message: expect.stringContaining('a -> b -> a'),
        fix: expect.objectContaining({
          removeEdges: [{ from: { node: 'b', port: 'first' }, to: { node: 'a', port: 'data' } }],
        }),
      }),
    ]);
  });
});

describe('inspectGraph on missing wires', () => {
  it('offers the output of the same name, or else the nearest one', () => {
    const learn = { id: 'learn', kind: 'learn', params: { rate: 1 } };
    const issues = issuesOf([data, cut, learn], ['data.data -> cut.data']);
    const missing = issues.filter((issue) => issue.code === 'graph.missing-wire');
    expect(missing.map((issue) => [issue.port, issue.fix?.addEdges?.[0]?.from])).toEqual([
      ['train', { node: 'cut', port: 'first' }],
      ['second', { node: 'cut', port: 'second' }],
    ]);
  });

  it('offers a new node when nothing in the graph fits, and never a circle', () => {
    const [issue, ...others] = issuesOf([cut, count], ['cut.first -> count.data']);
    expect(others).toEqual([]);
    expect(issue).toMatchObject({
      code: 'graph.missing-wire',
      nodeId: 'cut',
      port: 'data',
      message: '"cut" (Halve) needs a data set at "Data". Connect one.',
      fix: {
        addNodes: [{ id: 'source', kind: 'source' }],
        addEdges: [{ from: { node: 'source', port: 'data' } }],
      },
    });
  });

  it('does not ask for a wire that may be missing', () => {
    expect(issuesOf([data, count], ['data.data -> count.data'])).toEqual([]);
  });

  it('says that nothing is there in a graph without nodes', () => {
    expect(issuesOf([])).toEqual([]);
  });
});

describe('fixes', () => {
  it('mend what they are offered for', () => {
    const graph = drawGraph([cut, count], ['cut.first -> count.data']);
    const [issue] = validateGraph(graph, TINY_CATALOGUE, TINY_RESOURCES);
    const mended: Graph = {
      ...graph,
      nodes: [...graph.nodes, ...(issue?.fix?.addNodes ?? [])],
      edges: [...graph.edges, ...(issue?.fix?.addEdges ?? [])],
    };
    expect(hasErrors(validateGraph(mended, TINY_CATALOGUE, TINY_RESOURCES))).toBe(false);
  });
});

describe('inspectGraph on anything', () => {
  it('never throws, stays quiet behind a mistake, and every Issue has its form', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const port = fc.constantFrom(
      'data',
      'first',
      'second',
      'report',
      'history',
      'train',
      'constructor',
      '__proto__',
    );
    const end = fc.record({ node: fc.oneof(id, fc.constantFrom('ghost', '__proto__')), port });
    const graph = fc.record({
      format: fc.constant('graft.graph/1' as const),
      nodes: fc.array(
        fc.record({
          id,
          kind: fc.constantFrom(
            'source',
            'halve',
            'count',
            'learn',
            'broken',
            'constructor',
            '__proto__',
          ),
          version: fc.integer({ min: 1, max: 3 }),
          params: fc.constantFrom({}, { rate: 1 }, { name: 'nothing' }, { limit: -1 }, { name: 3 }),
        }),
        { maxLength: 6 },
      ),
      edges: fc.array(fc.record({ from: end, to: end }), { maxLength: 10 }),
    });
    fc.assert(
      fc.property(graph, (each) => {
        const found = inspectGraph(each, TINY_CATALOGUE, TINY_RESOURCES);
        for (const issue of found.issues) expect(issueSchema.safeParse(issue).success).toBe(true);
        const ids = new Set(each.nodes.map((node) => node.id));
        if (!hasErrors(found.issues)) expect(new Set(found.summaries.keys())).toEqual(ids);
        for (const issue of found.issues) {
          // A node's own checks run only when it could be reached with known inputs.
          if (issue.code.startsWith('graph.')) continue;
          expect(found.params.has(issue.nodeId ?? '')).toBe(true);
          expect(found.order).toContain(issue.nodeId);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('inspects 500 nodes in less than a second', () => {
    const nodes = Array.from({ length: 500 }, (_, index) => ({ ...cut, id: `n${index}` }));
    const wires = nodes.slice(1).map((node, index) => `n${index}.first -> ${node.id}.data`);
    const started = performance.now();
    const found = inspect(
      [data, ...nodes.slice(0, 499)],
      ['data.data -> n0.data', ...wires.slice(0, 498)],
    );
    expect(performance.now() - started).toBeLessThan(1000);
    expect(found.summaries.size).toBe(500);
  });
});
