import type { AnyNodeDefinition } from '@graft/graph';
import { Position, type NodeHandle } from '@xyflow/react';
import type { NodeSize } from './document/layout-graph';

export const CARD_WIDTH = 240;
const HEADER = 57;
const SUMMARY = 44;
const PORT_ROW = 24;
const PORT_PADDING = 12;
const PREVIEW = { none: 0, bars: 52, blocks: 44, curve: 60, score: 60 } as const;

/** What the strip on a card shows; decided by the ports, never by the kind. */
export type PreviewKind = keyof typeof PREVIEW;

type Ports = Pick<AnyNodeDefinition, 'inputs' | 'outputs'>;

/** A curve for what trains, a score for what measures, bars for data, blocks for models. */
export function choosePreview({ inputs, outputs }: Ports): PreviewKind {
  const given = Object.values(outputs).map((port) => port.type);
  if (given.includes('history')) return 'curve';
  if (given.includes('report')) return 'score';
  if (Object.keys(inputs).length === 0 && given.includes('dataset')) return 'bars';
  const reads = Object.values(inputs).some((port) => port.type === 'report');
  return given.includes('model') && !reads ? 'blocks' : 'none';
}

/** Cards have a fixed size by kind, so that progress never makes anything jump. */
export function sizeCard(ports: Ports): NodeSize {
  const height =
    HEADER + SUMMARY + PREVIEW[choosePreview(ports)] + countRows(ports) * PORT_ROW + PORT_PADDING;
  return { width: CARD_WIDTH, height };
}

function countRows({ inputs, outputs }: Ports): number {
  return Math.max(Object.keys(inputs).length, Object.keys(outputs).length, 1);
}

const BORDER = 1;
const BELOW_PORTS = 10;
const PORT_SIZE = 22;

/**
 * Where the ports of a card are, so that wires are drawn to cards that were never on the screen. The
 * style of the card (card.css) has the same measures.
 */
export function placePorts(ports: Ports): NodeHandle[] {
  const top = sizeCard(ports).height - BORDER - BELOW_PORTS - countRows(ports) * PORT_ROW;
  const place = (names: string[], middle: number, type: NodeHandle['type']) =>
    names.map((id, row): NodeHandle => ({
      id,
      type,
      position: type === 'target' ? Position.Left : Position.Right,
      x: middle - PORT_SIZE / 2,
      y: top + row * PORT_ROW + (PORT_ROW - PORT_SIZE) / 2,
      width: PORT_SIZE,
      height: PORT_SIZE,
    }));
  return [
    ...place(Object.keys(ports.inputs), BORDER, 'target'),
    ...place(Object.keys(ports.outputs), CARD_WIDTH - BORDER, 'source'),
  ];
}

/** Size of the card of an unknown kind. */
export const UNKNOWN_SIZE: NodeSize = { width: CARD_WIDTH, height: 137 };
