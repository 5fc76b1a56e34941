import { UnexpectedError } from '@graft/errors';
import type { NamedTensorMap } from '@tensorflow/tfjs-core';
import type { BuiltModel, Feeds } from '../build/built-model';
import type { Scalar, Tf } from '../tf';
import { addGradients, clipByGlobalNorm } from './gradients';
import { countCorrect, crossEntropySum } from './loss';
import type { Optimisers } from './optimisers';
import type { TrainingSettings } from './settings';
import { takeLogits } from './take-logits';
import type { TrainingBatch } from './training';

/** What one optimiser step needs. */
export interface StepContext {
  readonly tf: Tf;
  readonly model: BuiltModel;
  readonly optimisers: Optimisers;
  readonly settings: TrainingSettings;
  /** Seed of this phase. */
  readonly seed: number;
  readonly epoch: number;
  /** Optimiser steps that are over. */
  readonly step: number;
  readonly learningRate: number;
}

export interface StepOutcome {
  /** Mean over the batch. */
  readonly loss: Scalar;
  readonly correct: Scalar;
}

/**
 * One optimiser step on a batch that comes in one or more parts.
 *
 * @param load gives the parts one after the other, so that only one is in memory
 * @param examples in all parts together
 */
export async function trainBatch(
  context: StepContext,
  parts: number,
  examples: number,
  load: (part: number) => TrainingBatch | Promise<TrainingBatch>,
): Promise<StepOutcome> {
  const { tf } = context;
  let total: PartOutcome | null = null;
  for (let part = 0; part < parts; part++) {
    const batch = await load(part);
    const outcome = tf.tidy(() =>
      computePart(context, batch, examples, context.step * parts + part),
    );
    tf.dispose(Object.values(batch.inputs));
    total = total ? mergeParts(tf, total, outcome) : outcome;
  }
  const { loss, correct, gradients } = total ?? noParts();
  tf.tidy(() => {
    const clipped = clipByGlobalNorm(tf, gradients, context.settings.clipNorm);
    context.optimisers.apply(clipped, context.learningRate, context.epoch);
  });
  tf.dispose(Object.values(gradients));
  return { loss, correct };
}

type PartOutcome = {
  readonly loss: Scalar;
  readonly correct: Scalar;
  readonly gradients: NamedTensorMap;
};

function computePart(
  context: StepContext,
  { inputs, labels }: TrainingBatch,
  examples: number,
  step: number,
): PartOutcome {
  const { tf, model, optimisers, settings, seed, epoch } = context;
  const feeds = runBelowBoundary(model, inputs);
  const counted: Scalar[] = [];
  const { value, grads } = tf.variableGrads(
    () => {
      const outputs = model.forward(feeds, { training: true, seed, step, logits: true });
      const logits = takeLogits(model, outputs);
      counted.push(tf.keep(countCorrect(tf, logits, labels)));
      return tf.div<Scalar>(crossEntropySum(tf, logits, labels, settings), examples);
    },
    optimisers.active(epoch).map(({ variable }) => variable),
  );
  const [correct] = counted;
  return { loss: value, correct: correct ?? noParts(), gradients: grads };
}

/** Computes what training does not change outside the tape, so that nothing there is remembered. */
function runBelowBoundary(model: BuiltModel, inputs: Feeds): Feeds {
  const fed = model.boundary.every((name) => name in inputs);
  return fed ? inputs : model.predict(inputs, { outputs: model.boundary });
}

function mergeParts(tf: Tf, before: PartOutcome, after: PartOutcome): PartOutcome {
  const merged = tf.tidy(() => ({
    loss: tf.add<Scalar>(before.loss, after.loss),
    correct: tf.add<Scalar>(before.correct, after.correct),
    gradients: addGradients(tf, before.gradients, after.gradients),
  }));
  for (const { loss, correct, gradients } of [before, after]) {
    tf.dispose([loss, correct, ...Object.values(gradients)]);
  }
  return merged;
}

function noParts(): never {
  throw new UnexpectedError({
    code: 'train.empty-batch',
    message: 'A batch was to be trained in no parts at all.',
  });
}
