import { describe, expect, it } from '@jest/globals';
import { catalogue } from '@graft/nodes';
import { buildTinyTransfer, tinyResources } from '@graft/testing';
import { compile } from './compile';
import { expandRerun } from './expand-rerun';

// data -> split -> (train, evaluate); base -> freeze -> head -> train -> evaluate
//                                                               train -> register
const GRAPH = buildTinyTransfer();

/** Kinds of the steps that run again. */
function rerun(nodes: 'all' | string[]): string[] {
  const compiled = compile(GRAPH, catalogue, tinyResources);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
  const steps = expandRerun(GRAPH, compiled, nodes);
  return compiled.plan.steps.filter(({ id }) => steps.has(id)).map(({ kind }) => kind);
}

describe('asking for a node to run again', () => {
  it.each([
    [['evaluate'], ['evaluate']],
    [['train'], ['train', 'evaluate', 'register-model']],
    [['head'], ['train', 'evaluate', 'register-model']],
    [
      ['evaluate', 'register'],
      ['evaluate', 'register-model'],
    ],
    [[], []],
  ])('%j takes what comes after it along, and leaves what comes before', (nodes, kinds) => {
    expect(rerun(nodes).sort()).toEqual([...kinds].sort());
  });

  it('takes everything when everything is asked for', () => {
    expect(rerun('all')).toContain('extract-features');
    expect(rerun('all')).toHaveLength(4);
  });
});
