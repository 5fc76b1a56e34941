import { applyFix, inspectGraph, type Graph, type Issue, type Resources } from '@graft/graph';
import type { ModelSummary } from '@graft/model';
import { catalogue } from '@graft/nodes';
import { GraphBuilder } from '../graph-builder';
import { tinyResources } from '../tiny-cards';

export type Params = Parameters<GraphBuilder['node']>[2];

export interface InspectedDrawing {
  graph: Graph;
  issues: readonly Issue[];
  summaries: ReturnType<typeof inspectGraph>['summaries'];
  /** What a node gives at its output `model`. */
  modelAt: (id: string) => ModelSummary;
  /** The issues that are left after one click on the fix of an issue. */
  mend: (index?: number) => readonly Issue[];
}

/** Inspects a graph over the tiny cards. */
export function inspect(
  builder: GraphBuilder,
  resources: Resources = tinyResources,
): InspectedDrawing {
  const graph = builder.build();
  const { issues, summaries } = inspectGraph(graph, catalogue, resources);
  return {
    graph,
    issues,
    summaries,
    modelAt(id) {
      const summary = summaries.get(id)?.['model'];
      if (summary?.type !== 'model') throw new Error(JSON.stringify(issues));
      return summary;
    },
    mend(index = 0) {
      const fix = issues[index]?.fix;
      if (fix === undefined) throw new Error(`issue ${index} has no fix`);
      return inspectGraph(applyFix(graph, fix), catalogue, resources).issues;
    },
  };
}

/**
 * data -> split
 * base -> freeze -> head
 */
export function drawHead(headParams: Params = {}, dataset = 'tiny-colours'): GraphBuilder {
  return new GraphBuilder()
    .node('data', 'dataset', { dataset })
    .node('split', 'split')
    .node('base', 'base-model', { base: 'tiny-base' })
    .node('freeze', 'freeze-layers')
    .node('head', 'add-head', headParams)
    .chain('data', 'split')
    .chain('base', 'freeze', 'head');
}

/**
 * data -> split -train------> head, train
 *               -validation-> train
 * base -> freeze -> head ---> train
 */
export function drawTraining(params: Params = {}): GraphBuilder {
  return drawHead()
    .wire('split.train', 'head')
    .node('train', 'train', params)
    .wire('head', 'train')
    .wire('split.train', 'train.train')
    .wire('split.validation', 'train.validation');
}
