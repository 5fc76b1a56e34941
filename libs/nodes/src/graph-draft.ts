import { UnexpectedError } from '@graft/errors';
import { GRAPH_FORMAT, type Graph, type GraphEdge, type GraphNode, type Json } from '@graft/graph';
import { catalogue } from './catalogue';

/** Writes graphs: nodes at the version of the catalogue, wires by `node` or `node.port`. */
export class GraphDraft {
  readonly #nodes: GraphNode[] = [];
  readonly #edges: GraphEdge[] = [];

  constructor(private readonly name: string) {}

  node(
    id: string,
    kind: string,
    params: Readonly<Record<string, Json>> = {},
    title?: string,
  ): this {
    const version = definitionOf(kind).version;
    const titled = title === undefined ? {} : { title };
    this.#nodes.push({ id, kind, version, params: { ...params }, ...titled });
    return this;
  }

  /** A port may be left out where the node has only one. */
  wire(from: string, to: string): this {
    const source = this.#locate(from, 'outputs');
    this.#edges.push({ from: source, to: this.#locate(to, 'inputs') });
    return this;
  }

  build(): Graph {
    return {
      format: GRAPH_FORMAT,
      name: this.name,
      nodes: structuredClone(this.#nodes),
      edges: structuredClone(this.#edges),
    };
  }

  #locate(end: string, side: 'inputs' | 'outputs'): GraphEdge['from'] {
    const [node = '', port] = end.split('.');
    if (port !== undefined) return { node, port };
    const { kind } = this.#nodes.find((each) => each.id === node) ?? {};
    const [only, ...others] = Object.keys(definitionOf(kind ?? '')[side]);
    if (only !== undefined && others.length === 0) return { node, port: only };
    throw new UnexpectedError({ code: 'draft.port', message: `Name the port of "${node}".` });
  }
}

function definitionOf(kind: string) {
  const definition = catalogue.get(kind);
  if (definition !== undefined) return definition;
  throw new UnexpectedError({ code: 'draft.kind', message: `There is no node kind "${kind}".` });
}
