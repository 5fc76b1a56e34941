import type { LayerRate } from '@graft/ml';
import { listLearnedWeights, type ModelSpec } from '@graft/model';

/** From this epoch on more layers train. Their optimiser starts anew: it remembers no earlier step. */
export interface TrainingPhase {
  readonly fromEpoch: number;
  /** Blocks whose weights join, from the input on. */
  readonly blocks: readonly string[];
  /** For people: "block6d joins in epoch 3; its optimiser starts anew". */
  readonly text: string;
}

/** Where the set of weights that train changes in the course of a training, the start included. */
export function listPhases(
  spec: ModelSpec,
  rates: Readonly<Record<string, LayerRate>> = {},
): TrainingPhase[] {
  const joining = new Map<number, Set<string>>();
  for (const { layer } of listLearnedWeights(spec)) {
    const { fromEpoch } = rates[layer.name] ?? { fromEpoch: 1 };
    joining.set(fromEpoch, (joining.get(fromEpoch) ?? new Set()).add(layer.block));
  }
  return [...joining]
    .sort(([left], [right]) => left - right)
    .map(([fromEpoch, blocks]) => ({
      fromEpoch,
      blocks: [...blocks],
      text: describe(fromEpoch, [...blocks]),
    }));
}

function describe(epoch: number, blocks: readonly string[]): string {
  const names = blocks.length > 3 ? `${String(blocks.length)} blocks` : blocks.join(' and ');
  const one = blocks.length === 1;
  if (epoch === 1) return `${names} ${one ? 'trains' : 'train'}; the optimiser starts anew`;
  return `${names} ${one ? 'joins' : 'join'} in epoch ${String(epoch)}; ${one ? 'its' : 'their'} optimiser starts anew`;
}
