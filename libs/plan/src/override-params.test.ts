import { describe, expect, it } from '@jest/globals';
import { catalogue } from '@graft/nodes';
import { GraphBuilder } from '@graft/testing';
import { applyOverrides } from './override-params';

const graph = new GraphBuilder()
  .node('data', 'dataset', { dataset: 'tiny-colours' })
  .node('split', 'split')
  .node('head', 'add-head')
  .node('train', 'train', { epochs: 5 })
  .node('register', 'register-model')
  .build();

function paramsAfter(node: string, ...overrides: string[]) {
  const changed = applyOverrides(graph, overrides, catalogue);
  if (!changed.ok) throw new Error(JSON.stringify(changed.issues));
  return changed.graph.nodes.find((each) => each.id === node)?.params;
}

function issueOf(override: string) {
  const changed = applyOverrides(graph, [override], catalogue);
  return changed.ok ? undefined : changed.issues[0];
}

describe('applyOverrides', () => {
  it.each([
    ['split', 'split.seed=3', { seed: 3 }],
    ['train', 'train.learningRate=3e-4', { epochs: 5, learningRate: 0.0003 }],
    ['train', 'train.epochs=9', { epochs: 9 }],
    ['train', 'train.keepBest=false', { epochs: 5, keepBest: false }],
    ['train', 'train.optimiser=sgd', { epochs: 5, optimiser: 'sgd' }],
    ['data', 'data.dataset=digits', { dataset: 'digits' }],
    ['head', 'head.classes=a, b,c', { classes: ['a', 'b', 'c'] }],
    ['head', 'head.classes=["a,b","c"]', { classes: ['a,b', 'c'] }],
    ['head', 'head.hiddenUnits=[64,32]', { hiddenUnits: [64, 32] }],
    ['head', 'head.classes=', { classes: [] }],
    ['register', 'register.name=123', { name: '123' }],
    ['register', 'register.notes=a=b.c', { notes: 'a=b.c' }],
  ])('%s: %s', (node, override, params) => {
    expect(paramsAfter(node, override)).toEqual(params);
  });

  it('takes the last of two for the same parameter, and leaves the graph as it was', () => {
    expect(paramsAfter('split', 'split.seed=3', 'split.seed=4')).toEqual({ seed: 4 });
    expect(graph.nodes[1]?.params).toEqual({});
  });

  it.each([
    ['splt.seed=3', 'override.unknown-node', 'Did you mean "split"?'],
    ['train.learningrat=1', 'override.unknown-parameter', 'Did you mean "learningRate"?'],
    ['train.constructor=1', 'override.unknown-parameter', 'no parameter "constructor"'],
    ['train.epochs=many', 'override.bad-value', 'train.epochs'],
    ['train.epochs=0', 'override.bad-value', 'at least 1'],
    ['train.optimiser=adagrad', 'override.bad-value', 'adagrad'],
    ['train', 'override.syntax', 'node.parameter=value'],
    ['train.epochs', 'override.syntax', 'node.parameter=value'],
  ])('refuses %s with %s', (override, code, text) => {
    const issue = issueOf(override);
    expect(issue).toMatchObject({ code, severity: 'error' });
    expect(issue?.message).toContain(text);
  });

  it('reports all that is wrong at once', () => {
    const changed = applyOverrides(graph, ['a.b=1', 'c.d=2'], catalogue);
    expect(changed).toMatchObject({ ok: false, issues: [{}, {}] });
  });
});
