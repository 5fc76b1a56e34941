import type { RunView } from '@graft/contracts';
import { nameNode, parseGraph } from '@graft/graph';
import { catalogue } from '@graft/nodes';

/** What the nodes of a run were called when it started; null for a node that it did not have. */
export function nameRanNodes({
  graph: ran,
}: Pick<RunView, 'graph'>): (nodeId: string) => string | null {
  const { graph } = parseGraph(ran);
  return (nodeId) => (graph === undefined ? null : nameNode(graph, catalogue, nodeId));
}
