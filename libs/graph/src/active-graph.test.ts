import { describe, expect, it } from '@jest/globals';
import { takeActive, whyNoBypass } from './active-graph';
import { applyFix } from './apply-fix';
import { drawGraph, TINY_CATALOGUE } from './fixtures/tiny-catalogue';
import { inspect, issuesOf, type Drafts } from './fixtures/inspect-tiny';

const SOURCE = { id: 'data', kind: 'source' };
const halve = (id: string, mode?: 'muted' | 'bypassed') => ({
  ...{ id, kind: 'halve', version: 2 },
  ...(mode === undefined ? {} : { mode }),
});
const COUNT = { id: 'count', kind: 'count' };

function take(nodes: Drafts, wires: readonly string[]) {
  const { graph, leftOut, issues } = takeActive(drawGraph(nodes, wires), TINY_CATALOGUE);
  const drawn = graph.edges.map(
    ({ from, to }) => `${from.node}.${from.port} -> ${to.node}.${to.port}`,
  );
  return { ids: graph.nodes.map(({ id }) => id), wires: drawn, leftOut, issues };
}

describe('takeActive', () => {
  it('gives a graph without modes back as it is', () => {
    const graph = drawGraph([SOURCE, halve('a')], ['data.data -> a.data']);
    expect(takeActive(graph, TINY_CATALOGUE).graph).toBe(graph);
  });

  //   data ──> (a) ──> b ──> count        (a) is muted
  //     └─────────────────────┘
  it('leaves out a muted node and all that depends on it, and says through which', () => {
    const taken = take(
      [SOURCE, halve('a', 'muted'), halve('b'), COUNT],
      [
        'data.data -> a.data',
        'a.first -> b.data',
        'b.first -> count.data',
        'data.data -> count.data',
      ],
    );
    expect(taken).toMatchObject({ ids: ['data'], wires: [], issues: [] });
    expect([...taken.leftOut]).toEqual([
      ['a', { how: 'muted' }],
      ['b', { how: 'behind', muted: 'a' }],
      ['count', { how: 'behind', muted: 'a' }],
    ]);
  });

  //   data ──> [a] ──> [b] ──> c          [a] and [b] are bypassed
  it('leads wires past bypassed nodes, however many stand in a row', () => {
    const taken = take(
      [SOURCE, halve('a', 'bypassed'), halve('b', 'bypassed'), halve('c')],
      ['data.data -> a.data', 'a.second -> b.data', 'b.first -> c.data'],
    );
    expect(taken).toMatchObject({ ids: ['data', 'c'], wires: ['data.data -> c.data'], issues: [] });
    expect([...taken.leftOut.values()]).toEqual([{ how: 'bypassed' }, { how: 'bypassed' }]);
  });

  //   data ──> [a] ══> count              both halves become the same wire
  it('draws no wire twice, and keeps the order of wires', () => {
    const taken = take(
      [SOURCE, halve('a', 'bypassed'), halve('b'), COUNT],
      [
        ...['data.data -> a.data', 'data.data -> b.data', 'a.first -> count.data'],
        ...['b.first -> count.data', 'a.second -> count.data'],
      ],
    );
    expect(taken.wires).toEqual([
      ...['data.data -> b.data', 'data.data -> count.data', 'b.first -> count.data'],
    ]);
  });

  //   (data) ──> [a] ──> b
  it('leaves out what reads a muted node through a bypassed one', () => {
    const taken = take(
      [{ ...SOURCE, mode: 'muted' }, halve('a', 'bypassed'), halve('b')],
      ['data.data -> a.data', 'a.first -> b.data'],
    );
    expect(taken.leftOut.get('b')).toEqual({ how: 'behind', muted: 'data' });
    expect(taken.leftOut.get('a')).toEqual({ how: 'bypassed' });
  });

  //   [a] ⇄ [b] ──> c
  it('ends where bypassed nodes feed each other', () => {
    const taken = take(
      [halve('a', 'bypassed'), halve('b', 'bypassed'), halve('c')],
      ['a.first -> b.data', 'b.first -> a.data', 'b.second -> c.data'],
    );
    expect(taken).toMatchObject({ ids: ['c'], wires: [] });
  });
});

describe('whyNoBypass', () => {
  const why = (nodes: Drafts, wires: readonly string[], id: string) =>
    whyNoBypass(drawGraph(nodes, wires), TINY_CATALOGUE, id);

  it('says nothing where each wired output has an input of its type', () => {
    expect(why([SOURCE, halve('a')], ['data.data -> a.data'], 'a')).toBeNull();
  });

  it('names the node where nothing that it reads could stand for what it gives', () => {
    expect(why([SOURCE], [], 'data')).toContain('"Source" can\'t be bypassed: nothing');
    // It counts any number of data sets: which of them would pass is not clear, and it gives a report.
    expect(why([{ ...COUNT, title: 'Mine' }], [], 'count')).toContain('"Mine"');
    expect(why([{ id: 'x', kind: 'nonsense' }], [], 'x')).toContain('does not know');
  });
});

describe('a bypassed node that can pass nothing', () => {
  const nodes = [SOURCE, { ...COUNT, mode: 'bypassed' as const }];
  const wires = ['data.data -> count.data'];

  it('is an issue with a fix, and runs meanwhile', () => {
    const [issue, ...more] = issuesOf(nodes, wires);
    expect(issue).toMatchObject({ code: 'graph.no-bypass', severity: 'error', nodeId: 'count' });
    expect(more).toEqual([]);
    expect(inspect(nodes, wires).order).toEqual(['data', 'count']);
    const fixed = applyFix(drawGraph(nodes, wires), issue?.fix ?? { title: '' });
    expect(fixed.nodes[1]).not.toHaveProperty('mode');
  });
});

describe('the inspection of a graph with muted nodes', () => {
  it('reports no problem of what does not run, and knows what is left out', () => {
    const { issues, leftOut, order, summaries } = inspect([
      SOURCE,
      { id: 'broken', kind: 'broken', mode: 'muted' },
      halve('alone', 'muted'),
    ]);
    expect(issues).toEqual([]);
    expect([...leftOut.keys()]).toEqual(['broken', 'alone']);
    expect(order).toEqual(['data']);
    expect([...summaries.keys()]).toEqual(['data']);
  });
});
