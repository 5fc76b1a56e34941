import type { Graph } from '@graft/graph';
import type { Plan } from './plan';

interface PlacedPlan {
  readonly plan: Plan;
  /** Node id -> step id. */
  readonly nodeSteps: Readonly<Record<string, string>>;
}

/**
 * Steps that run again when a person asks for some nodes to: those of the nodes, of all nodes after
 * them, and all that need one of these. What the compiler put before them (extracted features) stays.
 * @param graph with its components drawn out
 * @param nodes ids of nodes, also of recipes; a component stands for all that is inside; or `all` for every step
 */
export function expandRerun(
  graph: Pick<Graph, 'nodes' | 'edges'>,
  { plan, nodeSteps }: PlacedPlan,
  nodes: 'all' | readonly string[],
): Set<string> {
  if (nodes === 'all') return new Set(plan.steps.map(({ id }) => id));
  const after = listAfter(graph, nodes);
  const steps = new Set(
    Object.entries(nodeSteps).flatMap(([node, step]) => (after.has(node) ? [step] : [])),
  );
  // Plans are in topological order: one pass finds all.
  for (const { id, needs } of plan.steps) if (needs.some((need) => steps.has(need))) steps.add(id);
  return steps;
}

function listAfter(
  { nodes: all, edges }: Pick<Graph, 'nodes' | 'edges'>,
  chosen: readonly string[],
): Set<string> {
  const after = new Set<string>();
  const left = all.flatMap(({ id }) =>
    chosen.some((each) => id === each || id.startsWith(`${each}/`)) ? [id] : [],
  );
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (after.has(node)) continue;
    after.add(node);
    left.push(...edges.filter(({ from }) => from.node === node).map(({ to }) => to.node));
  }
  return after;
}
