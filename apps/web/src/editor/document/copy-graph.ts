import { freeId, GRAPH_FORMAT, parseGraph, type Graph } from '@graft/graph';
import type { Place } from './edit-graph';

/** Ids of what is copied; only nodes have wires. */
export interface Parts {
  readonly nodes: readonly string[];
  readonly notes: readonly string[];
  readonly frames: readonly string[];
}

/** Part of a graph as text: what Ctrl+C puts on the clipboard, readable in any editor. */
export function copyParts(graph: Graph, parts: Parts): Graph {
  const chosen = new Set(parts.nodes);
  const notes = (graph.notes ?? []).filter(({ id }) => parts.notes.includes(id));
  const frames = (graph.frames ?? []).filter(({ id }) => parts.frames.includes(id));
  return {
    format: GRAPH_FORMAT,
    nodes: graph.nodes.filter((node) => chosen.has(node.id)),
    edges: graph.edges.filter((edge) => chosen.has(edge.from.node) && chosen.has(edge.to.node)),
    ...(notes.length === 0 ? {} : { notes }),
    ...(frames.length === 0 ? {} : { frames }),
    ...(graph.components === undefined ? {} : { components: graph.components }),
  };
}

/** A graph on the clipboard; null when it holds something else. */
export function readCopied(text: string): Graph | null {
  if (!text.trimStart().startsWith('{')) return null;
  return parseGraph(text).graph ?? null;
}

/** Puts a copied part in. Ids that are taken get new ones; wires inside the part come along. */
export function pasteGraph(
  graph: Graph,
  copied: Graph,
  shift: Place,
): { graph: Graph; parts: Parts } {
  const move = ({ x, y }: Place): Place => ({ x: x + shift.x, y: y + shift.y });
  const { items: nodes, renamed } = renameItems(graph.nodes, copied.nodes);
  const edges = copied.edges.flatMap(({ from, to }) => {
    const [source, target] = [renamed.get(from.node), renamed.get(to.node)];
    if (source === undefined || target === undefined) return [];
    return [{ from: { ...from, node: source }, to: { ...to, node: target } }];
  });
  const { items: notes } = renameItems(graph.notes, copied.notes);
  const { items: frames } = renameItems(graph.frames, copied.frames);
  const placed = nodes.map((node) => ({ ...node, position: move(node.position ?? ORIGIN) }));
  return {
    graph: {
      ...graph,
      ...addComponents(graph.components, copied.components),
      nodes: [...graph.nodes, ...placed],
      edges: [...graph.edges, ...edges],
      ...append(
        'notes',
        graph.notes,
        notes.map((note) => moveItem(note, move)),
      ),
      ...append(
        'frames',
        graph.frames,
        frames.map((frame) => moveItem(frame, move)),
      ),
    },
    parts: { nodes: listIds(nodes), notes: listIds(notes), frames: listIds(frames) },
  };
}

/** Components of the same kind are the same: a version never changes. */
function addComponents(
  present: Graph['components'] = [],
  coming: Graph['components'] = [],
): Pick<Graph, 'components'> {
  const kinds = new Set(present.map(({ kind }) => kind));
  const missing = coming.filter(({ kind }) => !kinds.has(kind));
  return missing.length === 0 ? {} : { components: [...present, ...missing] };
}

const ORIGIN: Place = { x: 0, y: 0 };

/** Gives an id of its own to each item that comes to others. */
function renameItems<Item extends { id: string }>(
  present: readonly Item[] = [],
  coming: readonly Item[] = [],
): { items: Item[]; renamed: ReadonlyMap<string, string> } {
  const taken = new Set(listIds(present));
  const renamed = new Map<string, string>();
  const items = coming.map((item) => {
    const id = freeId(taken, item.id);
    taken.add(id);
    renamed.set(item.id, id);
    return { ...item, id };
  });
  return { items, renamed };
}

function moveItem<Item extends { position: Place }>(item: Item, move: (at: Place) => Place): Item {
  return { ...item, position: move(item.position) };
}

/** A list that a graph has only where there is something in it. */
function append<Name extends 'notes' | 'frames'>(
  name: Name,
  present: Graph[Name],
  more: NonNullable<Graph[Name]>,
): Pick<Graph, Name> | Record<never, never> {
  return more.length === 0 ? {} : { [name]: [...(present ?? []), ...more] };
}

function listIds(items: readonly { id: string }[]): string[] {
  return items.map(({ id }) => id);
}
