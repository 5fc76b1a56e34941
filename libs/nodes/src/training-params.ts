import type { FieldHint, JsonObject, ModelReading } from '@graft/graph';
import { z } from 'zod';

/** The parameters of every node that trains; a node composes them and may change defaults. */
export const trainingShape = {
  epochs: z.int().min(1).max(1000).default(20),
  batchSize: z.int().min(1).max(1024).default(32),
  optimiser: z.enum(['adam', 'sgd', 'rmsprop']).default('adam'),
  learningRate: z.number().min(1e-7).max(1).default(1e-3),
  momentum: z.number().min(0).lt(1).default(0.9),
  weightDecay: z.number().min(0).max(1).default(0),
  schedule: z.enum(['constant', 'cosine', 'step', 'one-cycle', 'plateau']).default('constant'),
  warmUp: z.number().min(0).max(0.5).default(0),
  scheduleEpochs: z.int().min(1).max(1000).default(5),
  scheduleFactor: z.number().gt(0).lt(1).default(0.1),
  earlyStopping: z.int().min(0).max(1000).default(0),
  monitor: z
    .enum(['validation-loss', 'validation-accuracy', 'loss', 'accuracy'])
    .default('validation-loss'),
  keepBest: z.boolean().default(true),
  classWeights: z.enum(['none', 'balanced']).default('none'),
  labelSmoothing: z.number().min(0).max(0.5).default(0),
  gradientClip: z.number().min(0).max(1000).default(0),
  precision: z.enum(['exact', 'fast']).default('exact'),
  seed: z.int().min(1).max(2_147_483_647).default(1),
};

export const trainingParams = z.strictObject(trainingShape);
export type TrainingParams = z.infer<typeof trainingParams>;

export const trainingFields: { readonly [Name in keyof TrainingParams]: FieldHint } = {
  epochs: { title: 'Epochs', help: 'How often the model sees every training example.' },
  batchSize: {
    title: 'Batch size',
    help: 'Examples a step. Smaller needs less memory and makes noisier steps.',
  },
  optimiser: {
    title: 'Optimiser',
    help: 'Adam suits nearly everything; SGD with momentum is the classic alternative.',
  },
  learningRate: {
    title: 'Learning rate',
    help: 'Size of a step: 1e-3 for a new head, 1e-4 for layers that already know something.',
    widget: 'log-slider',
  },
  momentum: {
    title: 'Momentum',
    help: 'For SGD: how much of the last step is kept, whatever the learning rate is now (as in Keras).',
    advanced: true,
  },
  weightDecay: {
    title: 'Weight decay',
    help: 'Shrinks weights a little at every step, against overfitting. 1e-4 to 1e-2 is usual.',
    advanced: true,
  },
  schedule: { title: 'Schedule', help: 'How the learning rate changes over time.', advanced: true },
  warmUp: {
    title: 'Warm-up',
    help: 'Share of all steps in which the learning rate rises from zero.',
    widget: 'slider',
    advanced: true,
  },
  scheduleEpochs: {
    title: 'Schedule epochs',
    help: 'Step: lower the rate after so many epochs. Plateau: after so many without improvement.',
    unit: 'epochs',
    advanced: true,
  },
  scheduleFactor: {
    title: 'Schedule factor',
    help: 'Step and plateau: the learning rate is multiplied by this.',
    advanced: true,
  },
  earlyStopping: {
    title: 'Early stopping',
    help: 'Stop after so many epochs without improvement; 0 runs all epochs.',
    unit: 'epochs',
    advanced: true,
  },
  monitor: {
    title: 'Monitor',
    help: 'What early stopping, "keep best" and the plateau schedule look at.',
    advanced: true,
  },
  keepBest: {
    title: 'Keep best',
    help: 'End with the weights of the best epoch instead of the last.',
    advanced: true,
  },
  classWeights: {
    title: 'Class weights',
    help: 'Balanced: mistakes on rare classes count more.',
    advanced: true,
  },
  labelSmoothing: {
    title: 'Label smoothing',
    help: 'Softens the targets, so that the model is less sure of itself. 0.1 is usual.',
    widget: 'slider',
    advanced: true,
  },
  gradientClip: {
    title: 'Gradient clip',
    help: 'Largest norm of all gradients together; 0 means no limit.',
    advanced: true,
  },
  precision: {
    title: 'Precision of frozen layers',
    help: 'Fast: features in int8, twice as quick; refused where they would differ too much.',
    advanced: true,
  },
  seed: {
    title: 'Seed',
    help: 'Another seed shuffles and draws differently.',
    advanced: true,
  },
};

/** Which examples a training runs through its model, and what decides how exactly. */
export const TRAINING_READS: ModelReading = {
  model: 'model',
  data: ['train', 'validation'],
  augmented: ['train'],
  precision: { parameter: 'precision', calibration: 'train' },
};

/** Epochs of any size end within this; a longer training is cut into more runs. */
const LONGEST_SECONDS = 24 * 3600;

export function limitTraining(_params: TrainingParams): number {
  return LONGEST_SECONDS;
}

/**
 * The parameters that decide the result: those that the chosen optimiser, schedule or monitor never
 * looks at are left out, so that changing them is no change. A step fills the defaults in again.
 * Precision shows in the rows that a step reads, and changes nothing where it reads none.
 */
export function selectTrainingParams<Params extends TrainingParams>(params: Params): JsonObject {
  const { optimiser, schedule, earlyStopping, keepBest } = params;
  const byEpochs = schedule === 'step' || schedule === 'plateau';
  const monitors = keepBest || earlyStopping > 0 || schedule === 'plateau';
  const ignored = new Set<string>([
    'precision',
    ...(optimiser === 'sgd' ? [] : ['momentum']),
    ...(byEpochs ? [] : ['scheduleEpochs', 'scheduleFactor']),
    ...(schedule === 'one-cycle' ? ['warmUp'] : []),
    ...(monitors ? [] : ['monitor']),
  ]);
  return Object.fromEntries(Object.entries(params).filter(([name]) => !ignored.has(name)));
}
