import { expandGraph } from './components/expand-components';
import { tellOutside } from './components/tell-outside';
import type { Graph } from './graph';
import { inspectPlain, type GraphInspection } from './inspect-plain';
import type { InspectionMemory } from './inspection-memory';
import type { Issue } from './issue';
import { nameNodes } from './name-nodes';
import type { Catalogue, Resources } from './node-definition';

/**
 * Finds everything wrong with a graph and works out what travels on its wires. Never throws. Components
 * are drawn out first: what is known of a node inside is found under its path, `head/dense`, and what is
 * wrong there points at the component. With a memory that earlier calls have filled, nodes that did not
 * change are not worked out again.
 */
export function inspectGraph(
  drawn: Graph,
  catalogue: Catalogue,
  resources: Resources,
  memory?: InspectionMemory,
): GraphInspection {
  const expanded = expandGraph(drawn, catalogue);
  if (expanded.graph === drawn) return inspectPlain(drawn, catalogue, resources, memory);
  const outside = nameNodes(drawn, catalogue);
  const names = new Map([...nameNodes(expanded.graph, catalogue), ...outside]);
  const found = inspectPlain(expanded.graph, catalogue, resources, memory, names);
  return tellOutside(found, expanded, outside);
}

/** Everything wrong with a graph: the Issues of `inspectGraph`. */
export function validateGraph(
  graph: Graph,
  catalogue: Catalogue,
  resources: Resources,
): readonly Issue[] {
  return inspectGraph(graph, catalogue, resources).issues;
}
