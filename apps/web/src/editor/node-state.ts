import type { StepRunState } from '@graft/contracts';
import { canonicalise, type Graph, type Issue } from '@graft/graph';
import { showStepState, type ShownState } from '../frame/states';
import { wireId } from './document/edit-graph';

/**
 * Nodes that are not what they were when the run started: changed themselves, wired differently, or
 * behind such a node. Names and places don't count.
 */
export function findStale(graph: Graph, ran: Graph): ReadonlySet<string> {
  const before = new Map(ran.nodes.map((node) => [node.id, fingerprint(ran, node.id)]));
  const stale = new Set(
    graph.nodes.map((node) => node.id).filter((id) => before.get(id) !== fingerprint(graph, id)),
  );
  // A Set may grow while it is walked: what lies behind a stale node is visited too.
  for (const id of stale) {
    for (const { from, to } of graph.edges) if (from.node === id) stale.add(to.node);
  }
  return stale;
}

function fingerprint(graph: Graph, id: string): string {
  const node = graph.nodes.find((each) => each.id === id);
  if (node === undefined) return '';
  const wires = graph.edges.filter((edge) => edge.to.node === id).map(wireId);
  return canonicalise({
    kind: node.kind,
    version: node.version,
    params: node.params,
    wires: wires.sort(),
  });
}

export interface NodeFacts {
  readonly issues: readonly Issue[];
  /** Its step in the run that is shown; null when it has none. */
  readonly step: StepRunState | null;
  /** True for a node that becomes a step of its own. */
  readonly runs: boolean;
  readonly stale: boolean;
}

/** The one state that a node's card shows. */
export function showNodeState({ issues, step, runs, stale }: NodeFacts): ShownState {
  if (issues.some((issue) => issue.severity === 'error')) return 'attention';
  const ended = step === 'succeeded' || step === 'reused';
  if (step !== null) return stale && ended ? 'stale' : showStepState(step);
  return runs ? 'draft' : 'ready';
}
