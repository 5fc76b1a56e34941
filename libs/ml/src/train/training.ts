import type { Tensor } from '../tf';
import type { Checkpoint, LearningRateState } from './checkpoint';
import type { HistoryRow } from './history';

/** One batch. The loop disposes the tensors. */
export interface TrainingBatch {
  /** By layer name, batch first: pictures for the input layer, cached features for the cut layers. */
  readonly inputs: Readonly<Record<string, Tensor>>;
  /** Class numbers, one an example. */
  readonly labels: Int32Array;
}

/** Examples 0 to count - 1. The same index always gives the same example. */
export interface DataSource {
  readonly count: number;
  /**
   * @param indices which examples, in this order; all of one size
   * @param epoch 0 for validation; training counts from 1, so that views may differ by epoch
   */
  batch(indices: Int32Array, epoch: number): TrainingBatch | Promise<TrainingBatch>;
}

export type TrainingCommand =
  /** `pause` and `cancel` leave at once, `finish` ends as if the epochs were over. */
  | { readonly type: 'stop'; readonly mode: 'pause' | 'finish' | 'cancel' }
  /** A version that is not above the last one is ignored: messages may come twice. */
  | { readonly type: 'set-learning-rate'; readonly version: number; readonly value: number }
  | { readonly type: 'checkpoint-now' };

export interface TrainingProgress {
  /** Epoch under way, 1 to `epochs`. */
  readonly epoch: number;
  readonly epochs: number;
  /** Batches of this epoch that are done. */
  readonly batch: number;
  readonly batches: number;
  /** 0 to 1, of the whole training. */
  readonly fraction: number;
  /** Null until a rate is known. */
  readonly secondsLeft: number | null;
}

/** What the loop asks of its surroundings. */
export interface TrainingHooks {
  /** Gives up the thread for one macrotask, so that messages arrive. Awaited once a batch. */
  yieldToHost(): Promise<void>;
  /** Commands that arrived since the last call. Asked once a batch, of validation too. */
  pollCommands(): readonly TrainingCommand[];
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  onRow?(row: HistoryRow): void;
  onProgress?(progress: TrainingProgress): void;
  onNote?(note: TrainingNote): void;
  /** Awaited: the next batch starts when the checkpoint is written. */
  saveCheckpoint?(checkpoint: Checkpoint): Promise<void> | void;
}

export interface CheckpointTimes {
  /** At an epoch end, not sooner than this after the last one. */
  readonly minSeconds: number;
  /** Within an epoch, at the latest after this. */
  readonly maxSeconds: number;
  /** The longer it is, the fewer checkpoints: see checkpointInterval. */
  readonly meanSecondsBetweenFailures: number;
}

/** What a person should know of how a training went on. */
export interface TrainingNote {
  readonly level: 'info' | 'warning';
  /** Stable, dotted. */
  readonly code: string;
  readonly message: string;
}

export type TrainingEnd = 'complete' | 'stopped-early' | 'finished-early' | 'paused' | 'cancelled';

export interface TrainingResult {
  /**
   * `stopped-early` is early stopping, part of the settings; `finished-early` a command, which
   * changes the course. After `paused` a checkpoint was saved just before, unless nothing but the
   * first measurement was under way.
   */
  readonly ended: TrainingEnd;
  readonly history: readonly HistoryRow[];
  /** Epoch whose weights the model holds now. */
  readonly epoch: number;
  /** True when a learning rate was set by command, or optimiser slots were lost. */
  readonly courseChanged: boolean;
  readonly learningRateChanges: LearningRateState['changes'];
}
