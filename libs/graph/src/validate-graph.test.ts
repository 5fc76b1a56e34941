import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { count, cut, data, inspect, issuesOf } from './fixtures/inspect-tiny';
import { TINY_CATALOGUE, TINY_RESOURCES } from './fixtures/tiny-catalogue';
import { hasErrors, issueSchema } from './issue';
import { inspectGraph } from './validate-graph';

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
        message: '"Limit" of "Source" must be at least 1.',
        fix: {
          title: 'Set Limit to its default',
          setParams: [{ nodeId: 'data', params: { limit: 10 } }],
        },
      }),
      expect.objectContaining({
        field: 'colour',
        message: '"colour" of "Source" is not a known field. Remove it.',
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
