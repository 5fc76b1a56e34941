import type { GraphEdge } from '@graft/graph';

type End = GraphEdge['from'];

/** A wire runs from output to input, whichever end it was drawn from. */
export function orderWire(fromOutput: boolean, start: End, end: End): GraphEdge {
  return fromOutput ? { from: start, to: end } : { from: end, to: start };
}
