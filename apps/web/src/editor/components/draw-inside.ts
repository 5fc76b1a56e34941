import {
  joinPath,
  outermost,
  pathWithin,
  type ExpandedGraph,
  type Graph,
  type Issue,
} from '@graft/graph';

/** What is inside a component, as a graph whose nodes have their paths for ids; null for no component. */
export function drawInside(expanded: ExpandedGraph, drawn: Graph, path: string): Graph | null {
  const inside = expanded.insides.get(path);
  if (inside === undefined) return null;
  const { nodes, edges } = inside.component;
  const plain = new Map(expanded.graph.nodes.map((node) => [node.id, node]));
  const place = <End extends { node: string }>(end: End): End => ({
    ...end,
    node: joinPath(path, end.node),
  });
  return {
    format: drawn.format,
    nodes: nodes.map((node) => {
      const id = joinPath(path, node.id);
      // With the parameters that are set on the outside.
      return { ...(plain.get(id) ?? expanded.insides.get(id)?.node ?? node), id };
    }),
    edges: edges.map(({ from, to }) => ({ from: place(from), to: place(to) })),
    ...(drawn.components === undefined ? {} : { components: drawn.components }),
  };
}

/** Issues of nodes inside, by their paths. */
export function listInsideIssues(issues: readonly Issue[]): ReadonlyMap<string, readonly Issue[]> {
  const byPath = new Map<string, Issue[]>();
  for (const issue of issues) {
    if (issue.inside === undefined) continue;
    const path = joinPath(issue.nodeId ?? '', issue.inside);
    byPath.set(path, [...(byPath.get(path) ?? []), issue]);
  }
  return byPath;
}

/** The components around one, outermost first, and itself. */
export function listAround(path: string): string[] {
  const around = [outermost(path)];
  for (let rest = pathWithin(path); rest !== null; rest = pathWithin(rest)) {
    around.push(joinPath(around.at(-1) ?? '', outermost(rest)));
  }
  return around;
}
