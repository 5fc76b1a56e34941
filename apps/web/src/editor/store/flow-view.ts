import { wireId, type Catalogue, type Graph, type PortType } from '@graft/graph';
import type { Edge, Node } from '@xyflow/react';
import type { Place } from '../document/edit-graph';

/** A card on the canvas. It holds no content: the card reads the document by its id. */
export type CardNode = Node<Record<string, never>, 'card'>;
export type WireEdge = Edge<{ portType: PortType | 'unknown' }, 'wire'>;

const NO_DATA: Record<string, never> = {};

/**
 * Cards for the nodes of a graph. Cards that stay keep their identity and what React Flow measured:
 * a card without `measured` would vanish for a frame, wires and all (xyflow#4159).
 */
export function syncCards(
  graph: Graph,
  cards: CardNode[],
  selected: ReadonlySet<string> | null = null,
): CardNode[] {
  const known = new Map(cards.map((card) => [card.id, card]));
  const synced = graph.nodes.map((node): CardNode => {
    const card = known.get(node.id);
    const position = node.position ?? card?.position ?? { x: 0, y: 0 };
    const chosen = selected === null ? (card?.selected ?? false) : selected.has(node.id);
    const ariaLabel = node.title === undefined ? node.kind : `${node.title}, ${node.kind}`;
    if (card === undefined) {
      return { id: node.id, type: 'card', position, data: NO_DATA, selected: chosen, ariaLabel };
    }
    const stays =
      samePlace(card.position, position) &&
      (card.selected ?? false) === chosen &&
      card.ariaLabel === ariaLabel;
    return stays ? card : { ...card, position, selected: chosen, ariaLabel, dragging: false };
  });
  return sameItems(synced, cards) ? cards : synced;
}

/** Wires for the edges of a graph; those that stay keep their identity. */
export function syncWires(graph: Graph, catalogue: Catalogue, wires: WireEdge[]): WireEdge[] {
  const known = new Map(wires.map((wire) => [wire.id, wire]));
  const kinds = new Map(graph.nodes.map((node) => [node.id, node.kind]));
  const synced = graph.edges.map((edge): WireEdge => {
    const id = wireId(edge);
    const port = catalogue.get(kinds.get(edge.from.node) ?? '')?.outputs[edge.from.port];
    return (
      known.get(id) ?? {
        id,
        type: 'wire',
        source: edge.from.node,
        sourceHandle: edge.from.port,
        target: edge.to.node,
        targetHandle: edge.to.port,
        data: { portType: port?.type ?? 'unknown' },
      }
    );
  });
  return sameItems(synced, wires) ? wires : synced;
}

/** A list that stays the same array is not read again by React Flow. */
function sameItems<Item>(a: readonly Item[], b: readonly Item[]): boolean {
  return a.length === b.length && a.every((item, at) => item === b[at]);
}

function samePlace(a: Place, b: Place): boolean {
  return a.x === b.x && a.y === b.y;
}
