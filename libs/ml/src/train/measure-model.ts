import type { BuiltModel } from '../build/built-model';
import type { Tf } from '../tf';
import { countCorrect, crossEntropySum } from './loss';
import { takeLogits } from './take-logits';
import type { DataSource, TrainingHooks } from './training';

export interface Measure {
  /** Mean over the examples, label smoothing included, class weights not: as Keras' validation. */
  readonly loss: number;
  readonly accuracy: number;
}

export interface MeasureOptions {
  readonly batchSize: number;
  readonly labelSmoothing: number;
}

/** Asked after every batch: anything but null ends the measurement with it. */
export type Interrupt<Reason> = () => Promise<Reason | null>;

/**
 * Loss and accuracy over a whole data source, in inference. NaN for a source without examples. A long
 * one can be interrupted.
 */
export async function measureModel<Reason = never>(
  tf: Tf,
  model: BuiltModel,
  source: DataSource,
  { batchSize, labelSmoothing }: MeasureOptions,
  { yieldToHost }: Pick<TrainingHooks, 'yieldToHost'>,
  interrupt: Interrupt<Reason> = () => Promise.resolve(null),
): Promise<Measure | Reason> {
  let loss = 0;
  let correct = 0;
  for (let start = 0; start < source.count; start += batchSize) {
    const length = Math.min(batchSize, source.count - start);
    const indices = Int32Array.from({ length }, (_, offset) => start + offset);
    const { inputs, labels } = await source.batch(indices, 0);
    const [batchLoss, batchCorrect] = tf.tidy(() => {
      const logits = takeLogits(model, model.predict(inputs, { logits: true }));
      const sum = crossEntropySum(tf, logits, labels, { classWeights: null, labelSmoothing });
      return [readScalar(sum), readScalar(countCorrect(tf, logits, labels))] as const;
    });
    tf.dispose(Object.values(inputs));
    loss += batchLoss;
    correct += batchCorrect;
    await yieldToHost();
    const reason = await interrupt();
    if (reason !== null) return reason;
  }
  return { loss: loss / source.count, accuracy: correct / source.count };
}

function readScalar(tensor: { dataSync(): ArrayLike<number> }): number {
  return tensor.dataSync()[0] ?? NaN;
}
