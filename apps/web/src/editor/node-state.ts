import type { StepRunState } from '@graft/contracts';
import {
  canonicalise,
  wireId,
  type Graph,
  type GraphNode,
  type Issue,
  type JsonObject,
  type LeftOut,
} from '@graft/graph';
import { showStepState, type ShownState } from '../frame/states';

/**
 * Nodes that are not what they were when the run started: changed themselves, wired differently, or
 * behind such a node. Names and places don't count.
 */
export function findStale(graph: Graph, ran: Graph): ReadonlySet<string> {
  const before = readRecipes(ran);
  const stale = new Set<string>();
  for (const [id, recipe] of readRecipes(graph)) {
    if (!sameRecipe(recipe, before.get(id))) stale.add(id);
  }
  // A Set may grow while it is walked: what lies behind a stale node is visited too.
  for (const id of stale) {
    for (const { from, to } of graph.edges) if (from.node === id) stale.add(to.node);
  }
  return stale;
}

interface NodeRecipe {
  readonly node: GraphNode;
  readonly wires: string[];
}

function readRecipes(graph: Graph): Map<string, NodeRecipe> {
  const recipes = new Map(graph.nodes.map((node) => [node.id, { node, wires: [] as string[] }]));
  for (const edge of graph.edges) recipes.get(edge.to.node)?.wires.push(wireId(edge));
  return recipes;
}

function sameRecipe(now: NodeRecipe, before: NodeRecipe | undefined): boolean {
  if (before === undefined || now.wires.length !== before.wires.length) return false;
  const [a, b] = [now.node, before.node];
  const asked = a.kind === b.kind && a.version === b.version && a.mode === b.mode;
  const same = asked && sameParams(a.params, b.params);
  return same && now.wires.every((wire) => before.wires.includes(wire));
}

function sameParams(a: JsonObject, b: JsonObject): boolean {
  return a === b || canonicalise(a) === canonicalise(b);
}

export interface NodeFacts {
  readonly issues: readonly Issue[];
  /** Its step in the run that is shown; null when it has none. */
  readonly step: StepRunState | null;
  /** True for a node that becomes a step of its own. */
  readonly runs: boolean;
  readonly stale: boolean;
  /** Why it has no part in a run; null when it has. */
  readonly leftOut: LeftOut | null;
}

/** The one state that a node's card shows. */
export function showNodeState({ issues, step, runs, stale, leftOut }: NodeFacts): ShownState {
  if (leftOut !== null && step !== 'running')
    return leftOut.how === 'behind' ? 'left-out' : leftOut.how;
  if (issues.some((issue) => issue.severity === 'error')) return 'attention';
  const ended = step === 'succeeded' || step === 'reused';
  if (step !== null) return stale && ended ? 'stale' : showStepState(step);
  return runs ? 'draft' : 'ready';
}
