import { setMode, whyNoBypass, type Catalogue, type Graph, type NodeMode } from '@graft/graph';
import * as words from '#words/editor';

/** Nodes are muted or bypassed, or why they can't be. */
export type Toggled = { ok: true; graph: Graph } | { ok: false; reason: string };

/** Mutes or bypasses nodes; those that all are so already run again. All of them or none. */
export function toggleMode(
  graph: Graph,
  catalogue: Catalogue,
  ids: readonly string[],
  mode: NodeMode,
): Toggled {
  const chosen = graph.nodes.filter(({ id }) => ids.includes(id));
  if (chosen.length === 0) return { ok: false, reason: words.selectANodeFirst };
  const off = chosen.every((node) => node.mode === mode);
  for (const { id } of chosen) {
    const reason = off || mode !== 'bypassed' ? null : whyNoBypass(graph, catalogue, id);
    if (reason !== null) return { ok: false, reason };
  }
  const changed = chosen.reduce((all, { id }) => setMode(all, id, off ? null : mode), graph);
  return { ok: true, graph: changed };
}
