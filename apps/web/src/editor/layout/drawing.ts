import type { GraphEdge } from '@graft/graph';
import type { NodeHandle } from '@xyflow/react';
import type { Box } from '../document/arrange-nodes';

export interface DrawnNode extends Box {
  /** Where wires begin and end, from the corner of the card. */
  readonly ports: readonly NodeHandle[];
}

/** What lies on the canvas, in the sizes that it has there. Ids are those of the canvas. */
export interface Drawing {
  readonly nodes: readonly DrawnNode[];
  readonly wires: readonly GraphEdge[];
  readonly notes: readonly Box[];
  readonly frames: readonly Box[];
}

/** The nearest of some boxes, if it is at most that far away; distances are between edges. */
export function findNearest<Each extends Box>(
  box: Box,
  others: readonly Each[],
  within: number,
): Each | null {
  let nearest: Each | null = null;
  let least = within;
  for (const other of others) {
    const distance = measureGap(box, other);
    if (distance > least || (distance === least && nearest !== null)) continue;
    nearest = other;
    least = distance;
  }
  return nearest;
}

function measureGap(a: Box, b: Box): number {
  const x = Math.max(a.x - (b.x + b.width), b.x - (a.x + a.width), 0);
  const y = Math.max(a.y - (b.y + b.height), b.y - (a.y + a.height), 0);
  return Math.hypot(x, y);
}
