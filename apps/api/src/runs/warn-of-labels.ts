import { nameNode, outermost, type Graph, type Issue } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import type { MappedPlan, StepDecision } from '@graft/plan';
import { CPU_QUEUE, nameQueue } from '@graft/workflows';
import { nameLabels } from './explain-waiting';
import type { WorkerWatch } from './worker-watch';

/**
 * A warning for each node whose step is to be computed and would wait, as no worker that is connected has the labels
 * that it asks for. Where nobody can tell who is connected nothing is said.
 */
export async function warnOfLabels(
  workers: Pick<WorkerWatch, 'glance'>,
  { plan, nodeSteps }: MappedPlan,
  graph: Graph,
  decisions: Readonly<Record<string, StepDecision>>,
): Promise<Issue[]> {
  const asking = plan.steps.filter(
    ({ id, workerLabels }) => workerLabels !== undefined && decisions[id]?.action !== 'HIT',
  );
  const connected = asking.length === 0 ? null : await workers.glance();
  if (connected === null) return [];
  return asking.flatMap(({ id, workerLabels = [] }): Issue[] => {
    const isServed = (connected.get(nameQueue(CPU_QUEUE, workerLabels)) ?? 0) > 0;
    if (isServed) return [];
    const nodes = Object.keys(nodeSteps).filter((node) => nodeSteps[node] === id);
    return nodes.map((node) => ({
      code: 'plan.no-worker',
      severity: 'warning',
      nodeId: outermost(node),
      message:
        `"${nameNode(graph, catalogue, node) ?? node}" asks for a worker with the ` +
        `${nameLabels(workerLabels)}, and none is connected: it will wait for one.`,
    }));
  });
}
