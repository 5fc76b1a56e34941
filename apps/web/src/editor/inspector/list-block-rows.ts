import { countParameters, type ModelSpec } from '@graft/model';
import { startsAnew } from './starts-anew';

export const BLOCK_LOOKS = ['frozen', 'trains', 'fresh', 'fresh-frozen', 'dropped'] as const;
export type BlockLook = (typeof BLOCK_LOOKS)[number];

export interface BlockRow {
  readonly block: string;
  readonly layers: number;
  /** Values of all weights, and of those that get a gradient. */
  readonly total: number;
  readonly trainable: number;
  readonly look: BlockLook;
}

/**
 * Blocks with weights of the model that leaves a node, from the input on, with those that only the
 * arriving model has where they were. Without a leaving model they look as they arrive.
 */
export function listBlockRows(arriving: ModelSpec | null, leaving: ModelSpec | null): BlockRow[] {
  const before = arriving === null ? [] : describeBlocks(arriving);
  if (leaving === null) return before;
  const after = describeBlocks(leaving);
  const left = new Map(after.map((row) => [row.block, row]));
  const arrived = new Set(before.map(({ block }) => block));
  return [
    ...before.map((row) => left.get(row.block) ?? drop(row)),
    ...after.filter(({ block }) => !arrived.has(block)),
  ];
}

/** How many weights have each look. Moving statistics never learn by gradient: they count as frozen. */
export function countLooks(rows: readonly BlockRow[]): Record<BlockLook, number> {
  const count = { frozen: 0, trains: 0, fresh: 0, 'fresh-frozen': 0, dropped: 0 };
  for (const { look, total, trainable } of rows) {
    count[look] += look === 'trains' ? trainable : total;
    if (look === 'trains') count.frozen += total - trainable;
  }
  return count;
}

function drop(row: BlockRow): BlockRow {
  return { ...row, trainable: 0, look: 'dropped' };
}

function describeBlocks(spec: ModelSpec): BlockRow[] {
  return countParameters(spec).blocks.map(({ block, total, trainable }) => {
    const layers = spec.layers.filter((layer) => layer.block === block);
    const look = chooseLook(layers.some(startsAnew), trainable === 0);
    return { block, layers: layers.length, total, trainable, look };
  });
}

function chooseLook(isNew: boolean, isFrozen: boolean): BlockLook {
  if (isNew) return isFrozen ? 'fresh-frozen' : 'fresh';
  return isFrozen ? 'frozen' : 'trains';
}
