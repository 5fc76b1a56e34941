import type { RunView } from '@graft/contracts';
import { parseGraph, type Graph } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { applyOverrides } from '@graft/plan';

/** The graph as a run ran it, with what was chosen for that run alone; undefined when it can't be read any more. */
export function readRanGraph({ graph, overrides }: RunView): Graph | undefined {
  const saved = parseGraph(graph).graph;
  if (saved === undefined) return undefined;
  const texts = Object.entries(overrides).map(
    ([place, value]) => `${place}=${JSON.stringify(value)}`,
  );
  const ran = applyOverrides(saved, texts, catalogue);
  return ran.ok ? ran.graph : saved;
}
