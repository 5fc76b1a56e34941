import { GRAPH_FORMAT, removeParts, setMode, setParams, type Graph } from '@graft/graph';
import { describe, expect, it } from '@jest/globals';
import { renameNode, moveNodes } from './document/edit-graph';
import { findStale, showNodeState } from './node-state';

// a ──> b ──> c      d
const graph: Graph = {
  format: GRAPH_FORMAT,
  nodes: ['a', 'b', 'c', 'd'].map((id) => ({ id, kind: 'k', version: 1, params: { n: 1 } })),
  edges: [
    { from: { node: 'a', port: 'out' }, to: { node: 'b', port: 'in' } },
    { from: { node: 'b', port: 'out' }, to: { node: 'c', port: 'in' } },
  ],
};

describe('findStale', () => {
  it('is empty for the graph that ran', () => {
    expect([...findStale(graph, graph)]).toEqual([]);
  });

  it('holds a changed node and everything behind it', () => {
    expect([...findStale(setParams(graph, 'b', { n: 2 }), graph)].sort()).toEqual(['b', 'c']);
  });

  it('does not care for names and places', () => {
    const moved = moveNodes(renameNode(graph, 'a', 'Pictures'), new Map([['b', { x: 5, y: 5 }]]));
    expect([...findStale(moved, graph)]).toEqual([]);
  });

  it('sees that a node was muted', () => {
    expect([...findStale(setMode(graph, 'b', 'muted'), graph)].sort()).toEqual(['b', 'c']);
  });

  it('sees a wire that is gone', () => {
    const cut = removeParts(graph, { wires: ['a.out>b.in'] });
    expect([...findStale(cut, graph)].sort()).toEqual(['b', 'c']);
  });
});

describe('showNodeState', () => {
  const calm = { issues: [], step: null, runs: true, stale: false, leftOut: null } as const;
  const error = { code: 'x', severity: 'error', message: '' } as const;

  it('asks for attention before anything else', () => {
    expect(showNodeState({ ...calm, issues: [error], step: 'succeeded' })).toBe('attention');
  });

  it('does not ask for attention because of a warning', () => {
    expect(showNodeState({ ...calm, issues: [{ ...error, severity: 'warning' }] })).toBe('draft');
  });

  it('shows the state of the step, and stale once it was changed', () => {
    expect(showNodeState({ ...calm, step: 'succeeded' })).toBe('done');
    expect(showNodeState({ ...calm, step: 'reused' })).toBe('reused');
    expect(showNodeState({ ...calm, step: 'succeeded', stale: true })).toBe('stale');
    expect(showNodeState({ ...calm, step: 'running', stale: true })).toBe('running');
  });

  it('says of what does not run that it does not, while nothing runs it', () => {
    const muted = { how: 'muted' } as const;
    expect(showNodeState({ ...calm, leftOut: muted, issues: [error] })).toBe('muted');
    expect(showNodeState({ ...calm, leftOut: { how: 'bypassed' } })).toBe('bypassed');
    expect(showNodeState({ ...calm, leftOut: { how: 'behind', muted: 'a' } })).toBe('left-out');
    expect(showNodeState({ ...calm, leftOut: muted, step: 'succeeded' })).toBe('muted');
    expect(showNodeState({ ...calm, leftOut: muted, step: 'running' })).toBe('running');
  });

  it('says that a node without a step of its own is ready', () => {
    expect(showNodeState({ ...calm, runs: false })).toBe('ready');
  });
});
