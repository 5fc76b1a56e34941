import type { RunView } from '@graft/contracts';
import { parseGraph, type Graph } from '@graft/graph';

/**
 * The graph as a run ran it, with what was chosen for that run alone; undefined when it can't be read any more. The
 * choices were checked when the run began: here they are laid over, without the catalogue that the editor holds.
 */
export function readRanGraph({ graph, overrides }: RunView): Graph | undefined {
  const saved = parseGraph(graph).graph;
  if (saved === undefined) return undefined;
  const nodes = saved.nodes.map((node) => {
    const own = Object.entries(overrides).flatMap(([place, value]) =>
      place.startsWith(`${node.id}.`) ? [[place.slice(node.id.length + 1), value] as const] : [],
    );
    return own.length === 0
      ? node
      : { ...node, params: { ...node.params, ...Object.fromEntries(own) } };
  });
  return { ...saved, nodes };
}
