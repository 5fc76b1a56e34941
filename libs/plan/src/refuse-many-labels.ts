import { MAX_WORKER_LABELS, outermost, pathWithin, type Issue } from '@graft/graph';
import type { Plan } from './plan';

/**
 * Nodes that share a step share the labels that it asks for, which may be more than a worker can have: nobody would
 * ever run it.
 * @returns errors, one for each such step
 */
export function refuseManyLabels(
  { steps }: Pick<Plan, 'steps'>,
  nodeSteps: Readonly<Record<string, string>>,
  nameOf: (nodeId: string) => string,
): Issue[] {
  return steps.flatMap(({ id, workerLabels = [] }): Issue[] => {
    if (workerLabels.length <= MAX_WORKER_LABELS) return [];
    const readers = steps.filter(({ features }) =>
      Object.values(features?.steps ?? {}).includes(id),
    );
    const sharing = new Set([id, ...readers.map((reader) => reader.id)]);
    const nodes = Object.keys(nodeSteps).filter((node) => sharing.has(nodeSteps[node] ?? ''));
    const names = nodes.map((node) => `"${nameOf(node)}"`).join(', ');
    const message =
      `What ${names} share asks for workers with ${workerLabels.length} labels ` +
      `(${workerLabels.join(', ')}), and a worker has at most ${MAX_WORKER_LABELS}. ` +
      'Ask for the same labels in each of them.';
    return [{ code: 'plan.too-many-labels', severity: 'error', ...place(nodes[0]), message }];
  });
}

function place(path: string | undefined): Pick<Issue, 'nodeId' | 'inside'> {
  if (path === undefined) return {};
  const inside = pathWithin(path);
  return { nodeId: outermost(path), ...(inside === null ? {} : { inside }) };
}
