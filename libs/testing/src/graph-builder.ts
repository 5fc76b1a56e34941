import {
  GRAPH_FORMAT,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type Json,
  type PortMap,
} from '@graft/graph';
import { catalogue } from '@graft/nodes';

/**
 * Builds graphs in tests. Ports may be left out of a wire where there is only one choice:
 * `wire('split.test', 'evaluate')` finds the first free input of the right type.
 */
export class GraphBuilder {
  readonly #nodes: GraphNode[] = [];
  readonly #edges: GraphEdge[] = [];

  node(
    id: string,
    kind: string,
    params: Readonly<Record<string, Json>> = {},
    extra: Partial<Pick<GraphNode, 'title' | 'position' | 'version' | 'mode'>> = {},
  ): this {
    this.#nodes.push({ id, kind, version: 1, params: { ...params }, ...extra });
    return this;
  }

  /** `from` and `to` are `node` or `node.port`. */
  wire(from: string, to: string): this {
    const source = this.#findSource(from);
    this.#edges.push({ from: source, to: this.#findTarget(to, source) });
    return this;
  }

  /** Wires in a row: `chain('base', 'freeze', 'head')`. */
  chain(...nodes: readonly string[]): this {
    for (const [index, to] of nodes.entries()) {
      const from = nodes[index - 1];
      if (from !== undefined) this.wire(from, to);
    }
    return this;
  }

  build(): Graph {
    return {
      format: GRAPH_FORMAT,
      nodes: structuredClone(this.#nodes),
      edges: structuredClone(this.#edges),
    };
  }

  #findSource(end: string): GraphEdge['from'] {
    const [node = '', port] = end.split('.');
    if (port !== undefined) return { node, port };
    const [only, ...others] = Object.keys(this.#portsOf(node, 'outputs'));
    if (only === undefined || others.length > 0) throw new Error(`Name the output of "${node}".`);
    return { node, port: only };
  }

  #findTarget(end: string, source: GraphEdge['from']): GraphEdge['to'] {
    const [node = '', port] = end.split('.');
    if (port !== undefined) return { node, port };
    const { type } = this.#portsOf(source.node, 'outputs')[source.port] ?? {};
    const taken = this.#edges.filter((edge) => edge.to.node === node).map((edge) => edge.to.port);
    const free = Object.entries(this.#portsOf(node, 'inputs')).find(
      ([name, input]) => input.type === type && (input.many || !taken.includes(name)),
    );
    if (free === undefined) throw new Error(`"${node}" has no free input for "${source.node}".`);
    return { node, port: free[0] };
  }

  #portsOf(nodeId: string, side: 'inputs' | 'outputs'): PortMap {
    const kind = this.#nodes.find((node) => node.id === nodeId)?.kind;
    const definition = catalogue.get(kind ?? '');
    if (definition === undefined)
      throw new Error(`Name the port: "${nodeId}" is of no known kind.`);
    return definition[side];
  }
}
