import { describe, expect, it } from '@jest/globals';
import { checkConnection } from './check-connection';
import { drawGraph, TINY_CATALOGUE } from './fixtures/tiny-catalogue';

const graph = drawGraph(
  [
    { id: 'data', kind: 'source' },
    { id: 'a', kind: 'halve' },
    { id: 'b', kind: 'halve' },
    { id: 'count', kind: 'count' },
    { id: 'odd', kind: 'constructor' },
  ],
  ['data.data -> a.data', 'a.first -> count.data'],
);

function ask(from: string, to: string) {
  const [[source = '', output = ''], [target = '', input = '']] = [from.split('.'), to.split('.')];
  const verdict = checkConnection(
    graph,
    TINY_CATALOGUE,
    { node: source, port: output },
    { node: target, port: input },
  );
  return verdict.ok ? 'ok' : verdict.reason;
}

describe('checkConnection', () => {
  it('allows what fits, and several wires where many are taken', () => {
    expect(ask('a.second', 'b.data')).toBe('ok');
    expect(ask('data.data', 'count.data')).toBe('ok');
  });

  it.each([
    ['count.report', 'b.data', '"Report" gives a report, but "Data" takes a data set.'],
    [
      'data.data',
      'count.history',
      '"Data" gives a data set, but "History" takes a training history.',
    ],
    ['b.first', 'a.data', '"Data" takes one wire and has it already. Remove that one first.'],
    ['a.first', 'count.data', 'This wire is there already.'],
    ['b.first', 'b.data', 'This would close a circle: "Halve (2)" already depends on "Halve (2)".'],
    ['ghost.data', 'b.data', 'There is no node "ghost".'],
    ['odd.data', 'b.data', 'Graft has no node of kind "constructor".'],
    ['a.third', 'b.data', '"Halve" has no output "third".'],
    ['a.first', 'b.constructor', '"Halve" has no input "constructor".'],
  ])('%s -> %s: %s', (from, to, reason) => {
    expect(ask(from, to)).toBe(reason);
  });

  it('finds a circle through other nodes', () => {
    const chain = drawGraph(
      [
        { id: 'x', kind: 'halve' },
        { id: 'y', kind: 'halve' },
        { id: 'z', kind: 'halve' },
      ],
      ['x.first -> y.data', 'y.first -> z.data'],
    );
    const verdict = checkConnection(
      chain,
      TINY_CATALOGUE,
      { node: 'z', port: 'first' },
      { node: 'x', port: 'data' },
    );
    expect(verdict).toEqual({
      ok: false,
      reason: 'This would close a circle: "Halve (3)" already depends on "Halve".',
    });
  });
});
