import { deriveSeed } from '@graft/graph';
import type { Tf } from '../tf';
import { areWeightsFinite, listChangingWeights } from './checkpoint';
import { checkTraining } from './check-training';
import { notFinite } from './loss-ledger';
import { measureModel } from './measure-model';
import { createOptimisers } from './optimisers';
import { nextLearningRate } from './schedule';
import { settleWeights } from './settle-weights';
import { shuffleExamples } from './shuffle-examples';
import { trainBatch } from './train-batch';
import type { TrainingEnd, TrainingResult } from './training';
import {
  obeyCommands,
  restore,
  saveCheckpoint,
  type Stop,
  type TrainingContext,
  type TrainingRequest,
} from './training-course';
import { TrainingSession } from './training-session';
import { observeRow } from './watch';

export type { TrainingRequest } from './training-course';

/**
 * Trains a model. Everything random is a function of seed, phase, epoch and step, so a training
 * that goes on from a checkpoint ends with the same weights, bit by bit, as one that never stopped
 * (on the same backend, with the same number of threads).
 *
 * @throws UserError `train.not-finite`, `train.nothing-trainable`, `train.no-examples`,
 * `train.monitor-without-validation`; UnexpectedError `checkpoint.mismatch`, `train.labels`
 */
export async function trainModel(tf: Tf, request: TrainingRequest): Promise<TrainingResult> {
  checkTraining(request);
  const { model, settings, resume } = request;
  const trained = model.variables.filter(({ role }) => role === 'gradient');
  const optimisers = createOptimisers(tf, trained, settings);
  const context: TrainingContext = {
    ...request,
    tf,
    optimisers,
    phaseSeed: deriveSeed(settings.seed, 'phase', settings.phase),
  };
  const session = new TrainingSession(settings, request.train.count, request.hooks, resume);
  try {
    const begun = resume
      ? await restore(context, session, resume)
      : await closeEpoch(context, session, 0);
    const ended = isStop(begun) ? STOPPED[begun] : await runEpochs(context, session);
    if (ended === 'paused' || ended === 'cancelled') return describe(session, ended);
    return { ...describe(session, ended), epoch: settleWeights(model, session) };
  } finally {
    session.ledger.dispose();
    optimisers.dispose();
  }
}

const STOPPED = { pause: 'paused', cancel: 'cancelled' } as const;

function isStop(what: unknown): what is Stop {
  return what === 'pause' || what === 'cancel';
}

async function runEpochs(context: TrainingContext, session: TrainingSession): Promise<TrainingEnd> {
  const { settings } = context;
  while (session.epoch <= settings.epochs) {
    const { epoch } = session;
    const interruption = await runBatches(context, session);
    const partial = interruption === 'finish';
    if (partial && session.batch === 0) return 'finished-early';
    const closed = isStop(interruption) ? interruption : await closeEpoch(context, session, epoch);
    if (isStop(closed)) {
      if (closed === 'pause') await saveCheckpoint(context, session);
      return STOPPED[closed];
    }
    session.openEpoch(epoch + 1);
    if (partial) return 'finished-early';
    if (closed === 'stop') return 'stopped-early';
    const last = epoch === settings.epochs;
    if (!last && session.isCheckpointDue('epoch-end', context.checkpoint)) {
      await saveCheckpoint(context, session);
    }
  }
  return 'complete';
}

/** The rest of the epoch, batch by batch, until a command ends it. */
async function runBatches(
  context: TrainingContext,
  session: TrainingSession,
): Promise<Stop | 'finish' | null> {
  const order = shuffleExamples(context.train.count, context.phaseSeed, session.epoch);
  while (session.batch < session.batches) {
    const stop = await obeyCommands(context, session);
    if (stop) return stop;
    if (session.finishing) return 'finish';
    await runBatch(context, session, order);
    context.hooks.onProgress?.(session.progress());
    await context.hooks.yieldToHost();
    const within = session.batch < session.batches;
    if (within && session.isCheckpointDue('within-epoch', context.checkpoint)) {
      await saveCheckpoint(context, session);
    }
  }
  return null;
}

async function runBatch(
  { tf, model, optimisers, settings, train, phaseSeed }: TrainingContext,
  session: TrainingSession,
  order: Int32Array,
): Promise<void> {
  const start = session.batch * settings.batchSize;
  const indices = order.subarray(start, start + settings.batchSize);
  const parts = Math.min(settings.microBatches, indices.length);
  const border = (part: number) => Math.round((part * indices.length) / parts);
  const { epoch, step } = session;
  const learningRate = nextLearningRate(session, settings);
  const outcome = await trainBatch(
    { tf, model, optimisers, settings, seed: phaseSeed, epoch, step, learningRate },
    parts,
    indices.length,
    (part) => train.batch(indices.slice(border(part), border(part + 1)), epoch),
  );
  session.closeBatch(outcome, indices.length, learningRate);
}

/**
 * Measures, writes the row, and keeps the weights if they are the best. Says whether early stopping
 * wants to stop, or what interrupted the measurement; that is begun again after a resume.
 */
async function closeEpoch(
  context: TrainingContext,
  session: TrainingSession,
  epoch: number,
): Promise<Stop | 'stop' | 'go-on'> {
  const { tf, model, settings, validation, hooks } = context;
  const totals = session.ledger.settle();
  if (!areWeightsFinite(tf, model)) throw notFinite('weights', epoch, session.batch);
  const interrupt = () => obeyCommands(context, session);
  const measured =
    validation && (await measureModel(tf, model, validation, settings, hooks, interrupt));
  if (isStop(measured)) return measured;
  if (measured && epoch > 0 && !Number.isFinite(measured.loss)) {
    throw notFinite('validation loss', epoch, session.batch);
  }
  const row = session.addRow(epoch, nextLearningRate(session, settings), totals, measured);
  const observation = observeRow(session.watch, row, settings);
  session.watch = observation.state;
  if (observation.improved && settings.keepBest) {
    session.best = model.readWeights(listChangingWeights(model));
  }
  hooks.onRow?.(row);
  return observation.stop ? 'stop' : 'go-on';
}

function describe(session: TrainingSession, ended: TrainingEnd): TrainingResult {
  return {
    ended,
    history: session.history,
    epoch: session.history.at(-1)?.epoch ?? 0,
    courseChanged: session.learningRate.changes.length > 0 || session.slotsLost,
    learningRateChanges: session.learningRate.changes,
  };
}
