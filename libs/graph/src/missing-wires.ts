import { describePortType } from './check-connection';
import type { GraphEdge } from './graph';
import type { Fix, Issue } from './issue';
import type { Catalogue } from './node-definition';
import { sayOutput, type CheckedWires } from './check-wires';
import type { PortDefinition } from './ports';
import type { ResolvedNode } from './resolve-nodes';

interface Drawing {
  nodes: ReadonlyMap<string, ResolvedNode>;
  wires: CheckedWires;
  /** Topological order. */
  order: readonly string[];
  catalogue: Catalogue;
}

/** Reports every required input without a wire, with the wire or node that would most likely mend it. */
export function findMissingWires(drawing: Drawing): Issue[] {
  return [...drawing.nodes.values()].flatMap(({ node, definition, name }) =>
    Object.entries(definition.inputs)
      .filter(([port, input]) => !input.optional && !drawing.wires.into.get(node.id)?.has(port))
      .map(([port, input]): Issue => {
        const fix =
          proposeWire(drawing, node.id, port, input) ?? proposeNode(drawing, node.id, port, input);
        return {
          code: 'graph.missing-wire',
          severity: 'error',
          nodeId: node.id,
          port,
          message: `"${name}" needs ${describePortType(input.type)} at "${input.title}". Connect one.`,
          ...(fix ? { fix } : {}),
        };
      }),
  );
}

/**
 * The nearest output of that type that does not depend on the node: of nodes that have all they need before others, of
 * the name that is usual before others.
 */
function proposeWire(
  drawing: Drawing,
  nodeId: string,
  port: string,
  input: PortDefinition,
): Fix | undefined {
  const behind = collectDependents(drawing, nodeId);
  const candidates = drawing.order.toReversed().flatMap((id) => {
    const outputs = behind.has(id) ? {} : (drawing.nodes.get(id)?.definition.outputs ?? {});
    return Object.entries(outputs)
      .filter(([, output]) => output.type === input.type)
      .map(([name]): GraphEdge['from'] => ({ node: id, port: name }));
  });
  const fed = collectFed(drawing);
  const ready = candidates.filter(({ node }) => fed.has(node));
  const nearest = ready.length > 0 ? ready : candidates;
  const from = nearest.find((each) => each.port === (input.usual ?? port)) ?? nearest[0];
  if (!from) return undefined;
  const title = `Connect ${sayOutput(from, drawing.nodes)}`;
  return { title, addEdges: [{ from, to: { node: nodeId, port } }] };
}

/** A new node that makes such a value out of nothing: a data set, a base model. */
function proposeNode(
  { nodes, catalogue }: Drawing,
  nodeId: string,
  port: string,
  input: PortDefinition,
): Fix | undefined {
  for (const definition of catalogue.values()) {
    const output = Object.entries(definition.outputs).find(([, each]) => each.type === input.type);
    const isSource = Object.values(definition.inputs).every((each) => each.optional);
    if (!output || !isSource) continue;
    const id = chooseId(definition.kind, nodes);
    return {
      title: `Add "${definition.title}"`,
      addNodes: [{ id, kind: definition.kind, version: definition.version, params: {} }],
      addEdges: [{ from: { node: id, port: output[0] }, to: { node: nodeId, port } }],
    };
  }
  return undefined;
}

function chooseId(kind: string, nodes: ReadonlyMap<string, unknown>): string {
  if (!nodes.has(kind)) return kind;
  for (let count = 2; ; count += 1) {
    if (!nodes.has(`${kind}-${count}`)) return `${kind}-${count}`;
  }
}

/** Nodes with a wire at every input that needs one, all the way up. */
function collectFed({ nodes, order, wires }: Drawing): ReadonlySet<string> {
  const fed = new Set<string>();
  for (const id of order) {
    const into = wires.into.get(id);
    const isFed = Object.entries(nodes.get(id)?.definition.inputs ?? {}).every(([port, input]) => {
      const sources = into?.get(port) ?? [];
      return sources.length > 0 ? sources.every(({ node }) => fed.has(node)) : input.optional;
    });
    if (isFed) fed.add(id);
  }
  return fed;
}

function collectDependents({ order, wires }: Drawing, nodeId: string): ReadonlySet<string> {
  const dependents = new Set([nodeId]);
  for (const id of order) {
    const sources = [...(wires.into.get(id)?.values() ?? [])].flat();
    if (sources.some((source) => dependents.has(source.node))) dependents.add(id);
  }
  return dependents;
}
