import {
  wireId,
  type AnyNodeDefinition,
  type Catalogue,
  type Graph,
  type NodeMode,
  type PortType,
} from '@graft/graph';
import type { Edge, Node } from '@xyflow/react';
import * as words from '#words/canvas';
import { STATE_LOOKS } from '../../frame/states';
import { placePorts, sizeCard, UNKNOWN_SIZE } from '../card-size';
import type { Place } from '../document/edit-graph';

/** A card on the canvas. It holds no content: the card reads the document by its id. */
export type CardNode = Node<Record<string, never>, 'card'>;
export type WireEdge = Edge<{ portType: PortType | 'unknown' }, 'wire'>;

export const NO_DATA: Record<string, never> = {};

type CardFrame = Pick<CardNode, 'measured' | 'handles'>;

const UNKNOWN_FRAME: CardFrame = { measured: UNKNOWN_SIZE, handles: [] };
const frames = new WeakMap<AnyNodeDefinition, CardFrame>();

/** What React Flow would measure of a card, one object a kind: nothing has to be drawn to know it. */
function frameCard(definition: AnyNodeDefinition | undefined): CardFrame {
  if (definition === undefined) return UNKNOWN_FRAME;
  const known = frames.get(definition);
  if (known !== undefined) return known;
  const frame = { measured: sizeCard(definition), handles: placePorts(definition) };
  frames.set(definition, frame);
  return frame;
}

/** "Train the head, Train, Muted": what is read aloud when the card has the focus. */
function describeCard(name: string, kind: string, mode?: NodeMode) {
  return [...new Set([name, kind]), ...(mode ? [STATE_LOOKS[mode].word] : [])].join(', ');
}

/** A graph with what is known of its nodes. */
interface Drawing {
  readonly graph: Graph;
  readonly catalogue: Catalogue;
  readonly names: ReadonlyMap<string, string>;
}

/** Cards for the nodes of a graph. Those that stay keep their identity. */
export function syncCards(
  { graph, catalogue, names }: Drawing,
  cards: CardNode[],
  selected: ReadonlySet<string> | null = null,
): CardNode[] {
  const known = new Map(cards.map((card) => [card.id, card]));
  const synced = graph.nodes.map((node): CardNode => {
    const { id, kind, mode } = node;
    const definition = catalogue.get(kind);
    const card = known.get(id);
    const position = node.position ?? card?.position ?? { x: 0, y: 0 };
    const chosen = selected === null ? (card?.selected ?? false) : selected.has(id);
    const ariaLabel = describeCard(names.get(id) ?? id, definition?.title ?? kind, mode);
    const frame = frameCard(definition);
    if (card === undefined) {
      return { id, type: 'card', position, data: NO_DATA, selected: chosen, ariaLabel, ...frame };
    }
    const stays =
      samePlace(card.position, position) &&
      (card.selected ?? false) === chosen &&
      card.ariaLabel === ariaLabel &&
      card.handles === frame.handles;
    if (stays) return card;
    return { ...card, ...frame, position, selected: chosen, ariaLabel, dragging: false };
  });
  return sameItems(synced, cards) ? cards : synced;
}

/** Wires for the edges of a graph; those that stay keep their identity. */
export function syncWires({ graph, catalogue, names }: Drawing, wires: WireEdge[]): WireEdge[] {
  const known = new Map(wires.map((wire) => [wire.id, wire]));
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const nameOf = (id: string) => names.get(id) ?? id;
  const synced = graph.edges.map((edge): WireEdge => {
    const id = wireId(edge);
    const port = catalogue.get(nodes.get(edge.from.node)?.kind ?? '')?.outputs[edge.from.port];
    const ariaLabel = words.wireFromTo(nameOf(edge.from.node), nameOf(edge.to.node));
    const before = known.get(id);
    if (before !== undefined)
      return before.ariaLabel === ariaLabel ? before : { ...before, ariaLabel };
    return {
      id,
      type: 'wire',
      source: edge.from.node,
      sourceHandle: edge.from.port,
      target: edge.to.node,
      targetHandle: edge.to.port,
      data: { portType: port?.type ?? 'unknown' },
      ariaLabel,
    };
  });
  return sameItems(synced, wires) ? wires : synced;
}

/** A list that stays the same array is not read again by React Flow. */
export function sameItems<Item>(a: readonly Item[], b: readonly Item[]): boolean {
  return a.length === b.length && a.every((item, at) => item === b[at]);
}

export function samePlace(a: Place, b: Place): boolean {
  return a.x === b.x && a.y === b.y;
}
