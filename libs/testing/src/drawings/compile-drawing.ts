import type { Graph } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { compile, type CompiledGraph, type Step } from '@graft/plan';
import { GraphBuilder } from '../graph-builder';
import { tinyResources } from '../tiny-cards';

export type Compiled = Extract<CompiledGraph, { ok: true }>;
type Params = Parameters<GraphBuilder['node']>[2];

/** The compiled graph, or an Error with its issues. */
export function compileOk(graph: Graph, resources = tinyResources): Compiled {
  const compiled = compile(graph, catalogue, resources);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues, null, 1));
  return compiled;
}

/** The step of a node. */
export function stepOf({ plan, nodeSteps }: Compiled, node: string): Step {
  const step = plan.steps.find((each) => each.id === nodeSteps[node]);
  if (step === undefined) throw new Error(`no step for ${node}`);
  return step;
}

/**
 * data -> split -train------> head, train
 *               -validation-> train
 *               -test-------> evaluate
 * base -> freeze -> head -> train -> evaluate -> register
 */
export function draw(params: Readonly<Record<string, Params>> = {}): Graph {
  return new GraphBuilder()
    .node('data', 'dataset', { dataset: 'tiny-colours', ...params['data'] })
    .node('split', 'split', params['split'])
    .node('base', 'base-model', { base: 'tiny-base', ...params['base'] })
    .node('freeze', 'freeze-layers', params['freeze'])
    .node('head', 'add-head', params['head'])
    .node('train', 'train', params['train'])
    .node('evaluate', 'evaluate', { topK: 2, ...params['evaluate'] })
    .node('register', 'register-model', params['register'])
    .wire('data', 'split')
    .chain('base', 'freeze', 'head')
    .wire('split.train', 'head')
    .wire('head', 'train')
    .wire('split.train', 'train.train')
    .wire('split.validation', 'train.validation')
    .wire('train.model', 'evaluate')
    .wire('split.test', 'evaluate')
    .wire('train.model', 'register')
    .wire('evaluate', 'register')
    .build();
}
