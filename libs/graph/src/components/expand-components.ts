import { takeActive, type LeftOut } from '../active-graph';
import { refusePort } from '../check-wires';
import { GRAPH_FORMAT, MAX_NODES, type Graph, type GraphComponent, type GraphNode } from '../graph';
import type { Issue } from '../issue';
import { nameNode } from '../name-nodes';
import type { Catalogue } from '../node-definition';
import { isPlain, joinPath, outermost, pathWithin, type WireEnd } from './component-path';
import { extendCatalogue } from './define-component';
import { setExposed } from './set-exposed';

/** Components within components; deeper than this nobody finds anything. */
export const MAX_COMPONENT_DEPTH = 8;

/** A component that was drawn out, by where its ports lead. */
export interface Inside {
  /** The node that stands for it. */
  readonly node: GraphNode;
  readonly component: GraphComponent;
  readonly inputs: ReadonlyMap<string, readonly WireEnd[]>;
  readonly outputs: ReadonlyMap<string, WireEnd>;
  /** What is wired into it, by input. */
  readonly wired: ReadonlyMap<string, readonly WireEnd[]>;
}

export interface ExpandedGraph {
  /** What a person would have drawn without components. Nodes inside have paths for ids. */
  readonly graph: Graph;
  /** By path, at every depth. */
  readonly insides: ReadonlyMap<string, Inside>;
  /** Components that are bypassed, by path. */
  readonly leftOut: ReadonlyMap<string, LeftOut>;
  readonly issues: readonly Issue[];
  /** Paths of nodes that can't be drawn out; `issues` says why. They stay in the graph. */
  readonly refused: ReadonlySet<string>;
  /** With the components of the graph. */
  readonly catalogue: Catalogue;
}

const NO_PATHS: ReadonlySet<string> = new Set();

/**
 * Draws every component out, at every depth. A graph without components is its own expansion. What can't
 * be drawn out is an Issue: a component that is not there, one that holds itself, depth, size.
 */
export function expandGraph(drawn: Graph, catalogue: Catalogue): ExpandedGraph {
  if (isPlain(drawn)) {
    const none = { insides: new Map(), leftOut: new Map(), issues: [], refused: NO_PATHS };
    return { graph: drawn, catalogue, ...none };
  }
  const expander = new Expander(drawn, extendCatalogue(catalogue, drawn.components));
  expander.drawOut(drawn, { path: '', kinds: [], muted: false });
  const { nodes, edges, insides, leftOut, issues, refused } = expander;
  const { catalogue: known } = expander;
  return {
    graph: { ...withoutComponents(drawn), nodes, edges },
    catalogue: known,
    insides,
    leftOut,
    issues,
    refused,
  };
}

function withoutComponents({ components: _, ...rest }: Graph): Graph {
  return rest;
}

/** Where a drawing lies. */
interface Level {
  readonly path: string;
  /** Kinds of the components around it. */
  readonly kinds: readonly string[];
  readonly muted: boolean;
}

type Drawing = Pick<Graph, 'nodes' | 'edges'>;

class Expander {
  readonly nodes: GraphNode[] = [];
  readonly edges: Graph['edges'] = [];
  readonly insides = new Map<string, Inside>();
  readonly leftOut = new Map<string, LeftOut>();
  readonly issues: Issue[] = [];
  readonly refused = new Set<string>();
  readonly #components: ReadonlyMap<string, GraphComponent>;
  /** Nodes that the expanded graph has for certain. */
  #size: number;

  constructor(
    readonly drawn: Graph,
    readonly catalogue: Catalogue,
  ) {
    this.#size = drawn.nodes.length;
    this.#components = new Map((drawn.components ?? []).map((each) => [each.kind, each]));
  }

  drawOut(drawing: Drawing, level: Level): void {
    const { nodes, edges } = this.#leadPastBypassed(drawing, level);
    for (const node of nodes) {
      const path = joinPath(level.path, node.id);
      const mode = level.muted ? 'muted' : node.mode;
      const component = this.#find(node, path, level);
      if (component === null) this.nodes.push(placeNode(node, path, mode));
      else
        this.#open(node, component, {
          path,
          kinds: [...level.kinds, node.kind],
          muted: mode === 'muted',
        });
    }
    for (const edge of edges) this.#wire(edge, level.path);
  }

  /** The component that a node stands for; null where it stays what it is. */
  #find(node: GraphNode, path: string, level: Level): GraphComponent | null {
    if (isPlain({ nodes: [node] })) return null;
    const component = this.#components.get(node.kind);
    const reason = this.#whyNot(node.kind, component, level);
    if (component !== undefined && reason === null) return component;
    this.refused.add(path);
    const top = outermost(path);
    const inside = pathWithin(path);
    this.issues.push({
      ...{ code: 'graph.component', severity: 'error', nodeId: top },
      ...(inside === null ? {} : { inside }),
      message: `"${nameNode(this.drawn, this.catalogue, path)}" can't be opened: ${reason}`,
      fix: {
        title: `Remove "${nameNode(this.drawn, this.catalogue, top)}"`,
        removeNodes: [top],
      },
    });
    return null;
  }

  #whyNot(kind: string, component: GraphComponent | undefined, level: Level): string | null {
    if (component === undefined) {
      return 'the graph does not hold its component. Remove it, or put it in again from the palette.';
    }
    if (level.kinds.includes(kind)) return `"${component.title}" holds itself. Remove it.`;
    if (level.kinds.length >= MAX_COMPONENT_DEPTH) {
      return `components are at most ${MAX_COMPONENT_DEPTH} deep. Unpack some of them.`;
    }
    if (this.#size + component.nodes.length - 1 > MAX_NODES) {
      return `with it the graph would have more than ${MAX_NODES} nodes. Make it smaller.`;
    }
    return null;
  }

  #open(node: GraphNode, component: GraphComponent, level: Level): void {
    this.#size += component.nodes.length - 1;
    this.drawOut(
      { nodes: setExposed(node, component, this.catalogue), edges: component.edges },
      level,
    );
    const within = (end: WireEnd): WireEnd => ({ ...end, node: joinPath(level.path, end.node) });
    this.insides.set(level.path, {
      node,
      component,
      inputs: new Map(
        component.inputs.map(({ name, to }) => [
          name,
          to.flatMap((end) => this.#targets(within(end))),
        ]),
      ),
      outputs: new Map(
        component.outputs.flatMap(({ name, from }) =>
          this.#sources(within(from)).map((end): [string, WireEnd] => [name, end]),
        ),
      ),
      wired: new Map(),
    });
  }

  #wire(edge: Graph['edges'][number], path: string): void {
    const from = { ...edge.from, node: joinPath(path, edge.from.node) };
    const to = { ...edge.to, node: joinPath(path, edge.to.node) };
    const [sources, targets] = [this.#sources(from), this.#targets(to)];
    if (sources.length === 0) this.#refusePort({ from, to }, from, 'output');
    if (targets.length === 0) this.#refusePort({ from, to }, to, 'input');
    const wired = this.insides.get(to.node)?.wired as Map<string, WireEnd[]> | undefined;
    if (targets.length > 0) wired?.set(to.port, [...(wired.get(to.port) ?? []), from]);
    for (const source of sources) {
      for (const target of targets) {
        const unmoved =
          path === '' && source.node === edge.from.node && target.node === edge.to.node;
        this.edges.push(unmoved ? edge : { from: source, to: target });
      }
    }
  }

  /** The ports that a wire to an end leads to; none where a component has no such input. */
  #targets(end: WireEnd): readonly WireEnd[] {
    const inside = this.insides.get(end.node);
    return inside === undefined ? [end] : (inside.inputs.get(end.port) ?? []);
  }

  #sources(end: WireEnd): readonly WireEnd[] {
    const inside = this.insides.get(end.node);
    const source = inside === undefined ? end : inside.outputs.get(end.port);
    return source === undefined ? [] : [source];
  }

  #refusePort(edge: Graph['edges'][number], end: WireEnd, side: 'input' | 'output'): void {
    const node = this.insides.get(end.node)?.node;
    const definition = this.catalogue.get(node?.kind ?? '');
    if (node === undefined || definition === undefined) return;
    const name = nameNode(this.drawn, this.catalogue, end.node) ?? end.node;
    this.issues.push(refusePort(edge, { node: { ...node, id: end.node }, definition, name }, side));
  }

  #leadPastBypassed(drawing: Drawing, level: Level): Drawing {
    const bypassed = ({ mode, kind }: GraphNode) =>
      mode === 'bypassed' && this.#components.has(kind);
    if (!drawing.nodes.some(bypassed)) return drawing;
    const nodes = drawing.nodes.map((node) => (bypassed(node) ? node : withoutMode(node)));
    const taken = takeActive({ format: GRAPH_FORMAT, nodes, edges: drawing.edges }, this.catalogue);
    for (const [id, why] of taken.leftOut) this.leftOut.set(joinPath(level.path, id), why);
    for (const issue of taken.issues) {
      this.issues.push({ ...issue, nodeId: joinPath(level.path, issue.nodeId ?? '') });
    }
    const left = drawing.nodes.filter(({ id }) => !taken.leftOut.has(id));
    return { nodes: left, edges: taken.graph.edges };
  }
}

function withoutMode({ mode: _, ...rest }: GraphNode): GraphNode {
  return rest;
}

function placeNode(node: GraphNode, path: string, mode: GraphNode['mode']): GraphNode {
  if (path === node.id && mode === node.mode) return node;
  return { ...withoutMode(node), id: path, ...(mode === undefined ? {} : { mode }) };
}
