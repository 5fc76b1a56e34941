import type { BuiltModel } from '../build/built-model';
import type { Tf } from '../tf';
import { captureCheckpoint, restoreCheckpoint, type Checkpoint } from './checkpoint';
import type { Optimisers } from './optimisers';
import type { TrainingSettings } from './settings';
import type { CheckpointTimes, DataSource, TrainingCommand, TrainingHooks } from './training';
import type { TrainingSession } from './training-session';

export interface TrainingRequest {
  /** Holds the trained weights afterwards: the best or the last ones, as the settings say. */
  readonly model: BuiltModel;
  readonly settings: TrainingSettings;
  readonly train: DataSource;
  readonly validation: DataSource | null;
  readonly hooks: TrainingHooks;
  readonly checkpoint: CheckpointTimes;
  /** Where to go on; null starts anew. */
  readonly resume: Checkpoint | null;
  /** Processor, library and threads: on others the last bits of sums come out differently. */
  readonly machine?: string;
}

export interface TrainingContext extends TrainingRequest {
  readonly tf: Tf;
  readonly optimisers: Optimisers;
  readonly phaseSeed: number;
}

/** What ends a training at once, to go on later or not. */
export type Stop = 'pause' | 'cancel';

/** Obeys what has arrived. To finish early is remembered by the session. @returns what ends it at once */
export async function obeyCommands(
  context: TrainingContext,
  session: TrainingSession,
): Promise<Stop | null> {
  for (const command of context.hooks.pollCommands()) {
    if (command.type === 'stop') {
      if (command.mode !== 'finish') return command.mode;
      session.finishing = true;
    } else if (command.type === 'checkpoint-now') await saveCheckpoint(context, session);
    else await changeLearningRate(context, session, command);
  }
  return null;
}

/** The checkpoint makes the change durable before anybody sees its effect: a resume repeats it. */
async function changeLearningRate(
  context: TrainingContext,
  session: TrainingSession,
  { version, value }: Extract<TrainingCommand, { type: 'set-learning-rate' }>,
): Promise<void> {
  if (!session.setLearningRate(version, value)) return;
  const { epoch, batch, batches } = session;
  const place =
    batch < batches ? `batch ${batch + 1} of epoch ${epoch}` : `batch 1 of epoch ${epoch + 1}`;
  context.hooks.onNote?.({
    level: 'info',
    code: 'course.learning-rate-changed',
    message: `The learning rate is ${value} from ${place} on.`,
  });
  await saveCheckpoint(context, session);
}

/**
 * Puts a checkpoint back. Goes on without optimiser slots that do not fit, and says so: better than to
 * begin anew.
 */
export async function restore(
  context: TrainingContext,
  session: TrainingSession,
  checkpoint: Checkpoint,
): Promise<void> {
  const lost = await restoreCheckpoint(identify(context), checkpoint);
  compareMachines(context, checkpoint);
  if (lost === null) return;
  session.slotsLost = true;
  context.hooks.onNote?.({
    level: 'warning',
    code: 'checkpoint.optimiser-reset',
    message: `It goes on with the weights of its checkpoint, but the optimiser begins anew: ${lost}.`,
  });
}

/** A resume elsewhere is as good, but nobody should look for equal bits. */
function compareMachines({ hooks, machine }: TrainingContext, checkpoint: Checkpoint): void {
  if (machine === undefined || checkpoint.machine === null) return;
  if (checkpoint.machine === machine) return;
  hooks.onNote?.({
    level: 'info',
    code: 'resume.not-bit-comparable',
    message: `It goes on from a checkpoint that was made on ${checkpoint.machine}; this is ${machine}. The result is correct, but not equal bit by bit to one made on a single machine.`,
  });
}

/** Makes the training's place durable, if its surroundings take checkpoints. */
export async function saveCheckpoint(
  context: TrainingContext,
  session: TrainingSession,
): Promise<void> {
  const { hooks } = context;
  // Before the first row there is nothing that a fresh start would not do as well.
  if (!hooks.saveCheckpoint || session.history.length === 0) return;
  const begun = hooks.now();
  const checkpoint = await captureCheckpoint(identify(context), session.capture(), session.best);
  await hooks.saveCheckpoint(checkpoint);
  session.markCheckpoint(begun);
}

function identify({ model, optimisers, settings, machine }: TrainingContext) {
  const { seed, phase } = settings;
  return { model, optimisers, seed, phase, machine: machine ?? null };
}
