import { describe, expect, it } from '@jest/globals';
import { parseGraph, type Issue } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { tinyResources } from '@graft/testing';
import { compile } from './compile';
import { BAD_GRAPHS, goodGraph, without, withParams } from '@graft/testing/drawings';

/** What a person sees who hands over this text or value: as the API and the CLI do it. */
function readAndCompile(input: unknown): readonly Issue[] {
  const { graph, issues } = parseGraph(input);
  return graph === undefined ? issues : compile(graph, catalogue, tinyResources).issues;
}

describe('a graph that is wrong', () => {
  it('is measured against one that is right', () => {
    expect(readAndCompile(goodGraph)).toEqual([]);
    expect(readAndCompile(JSON.stringify(goodGraph))).toEqual([]);
  });

  it.each(BAD_GRAPHS)('%s', (_, input, code, text) => {
    const issues = readAndCompile(input).filter((issue) => issue.severity === 'error');
    const issue = issues.find((each) => each.code === code);
    expect(issues.map((each) => each.code)).toContain(code);
    expect(issue?.message).toContain(text);
  });

  it('with a field called __proto__ is refused', () => {
    const text = JSON.stringify(goodGraph).replace('"params":{}', '"params":{"__proto__":{"a":1}}');
    expect(readAndCompile(text)).toMatchObject([{ severity: 'error' }]);
  });

  it('reports one mistake once', () => {
    const issues = readAndCompile(withParams('data', { dataset: 'nothing' }));
    expect(issues.map((issue) => issue.code)).toEqual(['dataset.missing']);
  });

  it('reports all mistakes at once', () => {
    const wrong = { ...withParams('train', { epochs: 0 }), edges: without('head', 'model').edges };
    const codes = readAndCompile(wrong).map((issue) => issue.code);
    expect(codes).toEqual(
      expect.arrayContaining(['graph.invalid-parameter', 'graph.missing-wire']),
    );
  });
});
