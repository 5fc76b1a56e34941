import type { Place } from '../document/edit-graph';

/** Id of the wire at a point of the screen, also below a card or a note that lies on it. */
export function findWire({ x, y }: Place): string | null {
  const wires = document.elementsFromPoint(x, y).map((each) => each.closest('.react-flow__edge'));
  return wires.find((wire) => wire !== null)?.getAttribute('data-id') ?? null;
}
