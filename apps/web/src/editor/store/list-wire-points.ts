import { getBezierPath, type NodeHandle } from '@xyflow/react';
import type { Place } from '../document/edit-graph';
import type { EditorState } from './editor-state';
import type { CardNode, WireEdge } from './flow-view';

/** How strongly a wire bends that goes back to the left. */
export const WIRE_CURVATURE = 0.35;

/** As far apart as two points of a wire may be: no card is so small that it fits between them. */
const APART = 40;

/** Places on the canvas along all wires. */
export function listWirePoints({ cards, wires }: Pick<EditorState, 'cards' | 'wires'>): Place[] {
  const byId = new Map(cards.map((card) => [card.id, card]));
  return wires.flatMap((wire) => listPoints(byId, wire));
}

function listPoints(cards: ReadonlyMap<string, CardNode>, wire: WireEdge): Place[] {
  const from = findPort(cards.get(wire.source), 'source', wire.sourceHandle);
  const to = findPort(cards.get(wire.target), 'target', wire.targetHandle);
  if (from === null || to === null) return [];
  const [path] = getBezierPath({
    ...{ sourceX: from.x, sourceY: from.y, sourcePosition: from.position },
    ...{ targetX: to.x, targetY: to.y, targetPosition: to.position },
    curvature: WIRE_CURVATURE,
  });
  const numbers = (path.match(/-?\d[\d.e-]*/g) ?? []).map(Number);
  const at = (first: number): Place => ({ x: numbers[first] ?? 0, y: numbers[first + 1] ?? 0 });
  const [start, bend, turn, end] = [at(0), at(2), at(4), at(6)];
  const length = apart(start, bend) + apart(bend, turn) + apart(turn, end);
  const steps = Math.ceil(length / APART);
  return Array.from({ length: steps + 1 }, (_, step) => {
    const t = step / steps;
    const weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3];
    const sum = (axis: 'x' | 'y') =>
      [start, bend, turn, end].reduce((all, point, nth) => all + point[axis] * weights[nth]!, 0);
    return { x: sum('x'), y: sum('y') };
  });
}

function apart(one: Place, other: Place): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

/** Where a wire begins or ends: at the outer edge of the port. */
function findPort(
  card: CardNode | undefined,
  type: NodeHandle['type'],
  name: string | null | undefined,
): (Place & Pick<NodeHandle, 'position'>) | null {
  const port = card?.handles?.find((each) => each.type === type && each.id === name);
  if (card === undefined || port === undefined) return null;
  const { width = 0, height = 0 } = port;
  const edge = type === 'source' ? width : 0;
  return {
    x: card.position.x + port.x + edge,
    y: card.position.y + port.y + height / 2,
    position: port.position,
  };
}
