import type { NodeHandle } from '@xyflow/react';
import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import type { Box } from '../document/arrange-nodes';
import { findNearest, type DrawnNode, type Drawing } from './drawing';

/** Columns from left to right; options: https://eclipse.dev/elk/reference/options.html */
const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.spacing.nodeNode': '32',
  'elk.spacing.componentComponent': '48',
  'elk.layered.spacing.nodeNodeBetweenLayers': '72',
  'elk.spacing.commentNode': '16',
};

/** A note no farther from a node than this, in pixels, is about it and goes where it goes. */
const NEAR = 120;

/** A drawing as the layout library reads it: ports stay where they are on their cards. */
export function describeDrawing({ nodes, wires, notes }: Drawing): ElkNode {
  const ends = new Set(nodes.flatMap((node) => node.ports.map((port) => nameEnd(node.id, port))));
  const about = notes.flatMap((note): ElkExtendedEdge[] => {
    const node = findNearest(note, nodes, NEAR);
    return node === null
      ? []
      : [{ id: `${note.id} ${node.id}`, sources: [note.id], targets: [node.id] }];
  });
  const commented = new Set(about.flatMap(({ sources }) => sources));
  return {
    id: 'drawing',
    layoutOptions: OPTIONS,
    children: [
      ...nodes.map(describeNode),
      ...notes.map((note) => describeNote(note, commented.has(note.id))),
    ],
    edges: [
      ...wires.flatMap((wire): ElkExtendedEdge[] => {
        const source = nameEnd(wire.from.node, { id: wire.from.port, type: 'source' });
        const target = nameEnd(wire.to.node, { id: wire.to.port, type: 'target' });
        // A wire that leads nowhere is for the list of problems.
        if (!ends.has(source) || !ends.has(target)) return [];
        return [{ id: `${source} ${target}`, sources: [source], targets: [target] }];
      }),
      ...about,
    ],
  };
}

/** Where the library put everything, by id. */
export function readPlaces(drawn: ElkNode): Map<string, Box> {
  const places = new Map<string, Box>();
  const read = ({ children = [] }: ElkNode, left: number, top: number): void => {
    for (const child of children) {
      const { id, width = 0, height = 0 } = child;
      const [x, y] = [left + (child.x ?? 0), top + (child.y ?? 0)];
      places.set(id, { id, x, y, width, height });
      read(child, x, y);
    }
  };
  read(drawn, 0, 0);
  return places;
}

function describeNode({ id, width, height, ports }: DrawnNode): ElkNode {
  return {
    id,
    width,
    height,
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
    ports: ports.map((port) => {
      const enters = port.type === 'target';
      return {
        id: nameEnd(id, port),
        x: enters ? 0 : width,
        y: port.y + (port.height ?? 0) / 2,
        layoutOptions: { 'elk.port.side': enters ? 'WEST' : 'EAST' },
      };
    }),
  };
}

function nameEnd(node: string, { id, type }: Pick<NodeHandle, 'id' | 'type'>): string {
  return `${node}${type === 'target' ? '<' : '>'}${id ?? ''}`;
}

function describeNote({ id, width, height }: Box, about: boolean): ElkNode {
  return { id, width, height, ...(about ? { layoutOptions: { 'elk.commentBox': 'true' } } : {}) };
}
