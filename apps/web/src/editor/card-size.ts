import type { AnyNodeDefinition } from '@graft/graph';
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
  const rows = Math.max(Object.keys(ports.inputs).length, Object.keys(ports.outputs).length, 1);
  const height = HEADER + SUMMARY + PREVIEW[choosePreview(ports)] + rows * PORT_ROW + PORT_PADDING;
  return { width: CARD_WIDTH, height };
}

/** Size of the card of an unknown kind. */
export const UNKNOWN_SIZE: NodeSize = { width: CARD_WIDTH, height: 137 };
