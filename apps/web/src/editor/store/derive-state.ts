import {
  nameNodes,
  type Catalogue,
  type Graph,
  type InspectionMemory,
  type Issue,
} from '@graft/graph';
import { sizeCard, UNKNOWN_SIZE } from '../card-size';
import { moveNodes } from '../document/edit-graph';
import { layoutGraph } from '../document/layout-graph';
import { findStale } from '../node-state';
import type { EditorState } from './editor-state';
import { knownRules } from './graph-rules';

const NONE: ReadonlySet<string> = new Set();

/** Places for a graph that was written by hand. */
export function layOut(graph: Graph, catalogue: Catalogue): Graph {
  const kinds = new Map(graph.nodes.map((node) => [node.id, node.kind]));
  const places = layoutGraph(graph, (id) => {
    const definition = catalogue.get(kinds.get(id) ?? '');
    return definition === undefined ? UNKNOWN_SIZE : sizeCard(definition);
  });
  return moveNodes(graph, places);
}

interface Rulebook {
  /** Without the components of a graph. */
  readonly base: Catalogue;
  readonly memory: InspectionMemory;
}

/** Everything of the state that follows from the document. */
export function derive(
  graph: Graph,
  { base, resources, ran, memory }: Pick<EditorState, 'resources' | 'ran'> & Rulebook,
) {
  const begun = performance.now();
  const { inspect, extend } = knownRules();
  const catalogue = extend(base, graph.components);
  const inspection = inspect(graph, base, resources, memory);
  performance.measure('graft.inspect', { start: begun });
  const issuesOf = new Map<string, Issue[]>();
  for (const issue of inspection.issues) {
    const id = issue.nodeId ?? '';
    issuesOf.set(id, [...(issuesOf.get(id) ?? []), issue]);
  }
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  return {
    catalogue,
    inspection,
    issuesOf,
    byId,
    names: nameNodes(graph, catalogue),
    stale: listStale(graph, ran),
  };
}

/** Nodes that were changed since a run; none where no run is shown. */
export function listStale(graph: Graph, ran: Graph | null): ReadonlySet<string> {
  return ran === null ? NONE : findStale(graph, ran);
}
