import type { BuiltModel } from '../build/built-model';
import type { TrainingSession } from './training-session';

/** Puts the best weights in, if they are kept. Gives back the epoch of what the model now holds. */
export function settleWeights(model: BuiltModel, session: TrainingSession): number {
  if (session.best.size === 0) return session.history.at(-1)?.epoch ?? 0;
  model.writeWeights(session.best);
  return session.watch.best?.epoch ?? 0;
}
