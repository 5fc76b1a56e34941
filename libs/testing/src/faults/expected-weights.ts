import type { Plan } from '@graft/plan';
import { createHash } from 'node:crypto';

export const BATCHES = 10;

const hash = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(parts.join('|')).digest('hex');

/** Batches that a step of the fake engine has. */
export function countBatches(params: Readonly<Record<string, unknown>>): number {
  return countEpochs(params) * BATCHES;
}

export function countEpochs({ epochs }: Readonly<Record<string, unknown>>): number {
  return typeof epochs === 'number' ? epochs : 1;
}

/**
 * What each step of a plan learns on the fake engine when nothing disturbs it, by step id: one hash
 * for each batch, so that a batch lost or done twice shows.
 */
export function expectWeights(plan: Plan): Map<string, string> {
  const learned = new Map<string, string>();
  for (const { id, params, needs } of plan.steps) {
    let weights = hash(params['seed'], ...[...needs].sort().map((need) => learned.get(need)));
    for (let epoch = 0; epoch < countEpochs(params); epoch += 1) {
      for (let batch = 0; batch < BATCHES; batch += 1) weights = hash(weights, epoch, batch);
    }
    learned.set(id, weights);
  }
  return learned;
}
