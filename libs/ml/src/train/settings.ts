/** How the weights move. Defaults of Keras 3 unless said otherwise. */
export type OptimiserSettings =
  | { kind: 'adam'; beta1: number; beta2: number; epsilon: number }
  | { kind: 'sgd'; momentum: number; nesterov: boolean }
  /** Never centred: TensorFlow.js subtracts epsilon under that root and gets NaN. */
  | { kind: 'rmsprop'; decay: number; momentum: number; epsilon: number };

/**
 * How the learning rate moves; the base learning rate is multiplied by a factor.
 * `warmUp` is the share of all steps in which the factor rises from 0 to 1 in a straight line.
 */
export type ScheduleSettings =
  | { kind: 'constant'; warmUp: number }
  /** Half a cosine down to `finalFactor` (Loshchilov and Hutter 2017, without restarts). */
  | { kind: 'cosine'; warmUp: number; finalFactor: number }
  /** Multiplied by `factor` after every `everyEpochs` epochs. */
  | { kind: 'step'; warmUp: number; everyEpochs: number; factor: number }
  /** Up from 1/startDivisor in the first `rise` of all steps, down to 1/finalDivisor (Smith 2018). */
  | { kind: 'one-cycle'; rise: number; startDivisor: number; finalDivisor: number }
  /** Multiplied by `factor` when the monitored value has not improved for `patience` epochs. */
  | {
      kind: 'plateau';
      factor: number;
      patience: number;
      minDelta: number;
      cooldown: number;
      minFactor: number;
    };

export type Monitor = 'loss' | 'accuracy' | 'validation-loss' | 'validation-accuracy';

/** Exceptions for the weights of one layer. */
export interface LayerRate {
  /** The learning rate is multiplied by this. */
  readonly scale: number;
  /** First epoch, from 1 on, in which the layer's weights move (gradual unfreezing). */
  readonly fromEpoch: number;
}

export interface TrainingSettings {
  readonly epochs: number;
  readonly batchSize: number;
  /** A batch is computed in this many parts, their gradients added: less memory, same step. */
  readonly microBatches: number;
  readonly optimiser: OptimiserSettings;
  readonly learningRate: number;
  /**
   * Decoupled weight decay (Loshchilov and Hutter 2019): before each step, weights of two and more
   * dimensions shrink by learning rate x this. Biases and normalisation are left out, as in timm.
   */
  readonly weightDecay: number;
  readonly schedule: ScheduleSettings;
  readonly monitor: Monitor;
  readonly earlyStopping: { readonly patience: number; readonly minDelta: number } | null;
  /** End with the weights of the epoch with the best monitored value, row 0 included. */
  readonly keepBest: boolean;
  /** One factor a class on the loss of its examples. */
  readonly classWeights: readonly number[] | null;
  /** 0 to below 1 (Szegedy 2016). */
  readonly labelSmoothing: number;
  /** Largest Euclidean norm of all gradients together; null: no limit. */
  readonly clipNorm: number | null;
  /** From 1 on. */
  readonly seed: number;
  /** Part of every random stream: two phases with one seed draw different numbers. */
  readonly phase: string;
  readonly layerRates?: Readonly<Record<string, LayerRate>>;
}
