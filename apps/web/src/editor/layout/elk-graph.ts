import type { NodeHandle } from '@xyflow/react';
import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import type { Box } from '../document/arrange-nodes';
import { findInnermost, FRAME_PADDING, LEAST_FRAME } from '../document/frame-content';
import { findNearest, type DrawnNode, type Drawing } from './drawing';

/** Distances in pixels, which no level of a drawing takes from the one above it. */
const SPACING = {
  'elk.spacing.nodeNode': '32',
  'elk.spacing.componentComponent': '48',
  'elk.layered.spacing.nodeNodeBetweenLayers': '72',
  'elk.spacing.commentNode': '16',
};

/** Columns from left to right; options: https://eclipse.dev/elk/reference/options.html */
const OPTIONS = {
  ...SPACING,
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
};

/** A note no farther from a node than this, in pixels, is about it and goes where it goes. */
const NEAR = 120;

/**
 * A drawing as the layout library reads it: ports stay where they are on their cards, and what lies on
 * a frame stays on it.
 */
export function describeDrawing({ nodes, wires, notes, frames }: Drawing): ElkNode {
  const ends = new Set(nodes.flatMap((node) => node.ports.map((port) => nameEnd(node.id, port))));
  const frameOf = (box: Box) => findInnermost(box, frames)?.id;
  const about = notes.flatMap((note): ElkExtendedEdge[] => {
    const beside = nodes.filter((node) => frameOf(node) === frameOf(note));
    const node = findNearest(note, beside, NEAR);
    if (node === null) return [];
    return [{ id: `${note.id} ${node.id}`, sources: [note.id], targets: [node.id] }];
  });
  const commented = new Set(about.flatMap(({ sources }) => sources));
  const drawn = [
    ...frames.map((box) => ({ box, elk: describeFrame(box) })),
    ...nodes.map((box) => ({ box, elk: describeNode(box) })),
    ...notes.map((box) => ({ box, elk: describeNote(box, commented.has(box.id)) })),
  ];
  const known = new Map(drawn.map(({ elk }) => [elk.id, elk]));
  const root: ElkNode = { id: 'drawing', layoutOptions: OPTIONS };
  for (const { box, elk } of drawn) {
    const parent = known.get(frameOf(box) ?? '') ?? root;
    parent.children = [...(parent.children ?? []), elk];
  }
  const edges = wires.flatMap((wire): ElkExtendedEdge[] => {
    const source = nameEnd(wire.from.node, { id: wire.from.port, type: 'source' });
    const target = nameEnd(wire.to.node, { id: wire.to.port, type: 'target' });
    // A wire that leads nowhere is for the list of problems.
    if (!ends.has(source) || !ends.has(target)) return [];
    return [{ id: `${source} ${target}`, sources: [source], targets: [target] }];
  });
  return { ...root, edges: [...edges, ...about] };
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

const { side, top } = FRAME_PADDING;

/** Its size is that of what lies on it; an empty one keeps its own. */
function describeFrame({ id, width, height }: Box): ElkNode {
  const layoutOptions = {
    ...SPACING,
    'elk.padding': `[top=${top},left=${side},bottom=${side},right=${side}]`,
    'elk.nodeSize.constraints': 'MINIMUM_SIZE',
    'elk.nodeSize.minimum': `(${LEAST_FRAME.width},${LEAST_FRAME.height})`,
  };
  return { id, width, height, layoutOptions };
}

function nameEnd(node: string, { id, type }: Pick<NodeHandle, 'id' | 'type'>): string {
  return `${node}${type === 'target' ? '<' : '>'}${id ?? ''}`;
}

function describeNote({ id, width, height }: Box, about: boolean): ElkNode {
  return { id, width, height, ...(about ? { layoutOptions: { 'elk.commentBox': 'true' } } : {}) };
}
