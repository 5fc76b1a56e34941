import {
  addComponents,
  extendCatalogue,
  wireId,
  type AnyNodeDefinition,
  type Catalogue,
  type Graph,
  type GraphEdge,
} from '@graft/graph';
import { addNode, connect, type Place } from '../document/edit-graph';
import { spliceNode } from '../document/heal-graph';
import type { ComponentVersion } from './use-components';

/** Where a component is put. */
export interface Spot {
  /** The upper left corner of its card, from its definition. */
  readonly place: (definition: AnyNodeDefinition) => Place;
  /** The wire it goes into, where it fits. */
  readonly onWire?: string | null;
  /** The wire that is drawn to it. */
  readonly wire?: (id: string) => GraphEdge | null;
}

/** The graph with a node that stands for a version of a component; null for a version that holds itself. */
export function placeComponent(
  graph: Graph,
  catalogue: Catalogue,
  version: ComponentVersion,
  { place, onWire, wire }: Spot,
): { graph: Graph; id: string } | null {
  const holding = addComponents(graph, version);
  const known = extendCatalogue(catalogue, holding.components);
  const definition = known.get(version[0].kind);
  if (definition === undefined) return null;
  const { graph: added, id } = addNode(holding, definition, place(definition));
  const into = added.edges.find((edge) => wireId(edge) === onWire);
  const spliced = into && spliceNode(added, known, id, into);
  if (spliced) return { graph: spliced, id };
  const edge = wire?.(id) ?? null;
  const wired = edge === null ? null : connect(added, known, edge);
  return { graph: wired?.ok ? wired.graph : added, id };
}
