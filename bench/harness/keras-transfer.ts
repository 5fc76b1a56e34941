import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { timePeer, type BenchContext } from './bench-case';

/** What bench/peers/keras_transfer.py prints; `wall` is seen from outside, imports included. */
export interface KerasTimes {
  readonly wall: number;
  /** Imports and model building. */
  readonly start: number;
  /** Everything after that. */
  readonly work: number;
  readonly epochs: readonly number[];
  readonly accuracy: number;
  readonly accuracies: readonly number[];
  readonly seconds: readonly number[];
}

/** Runs the Keras side of a comparison on the pictures in `folder` (see `writePictures`). */
export function runKeras(
  context: BenchContext,
  mode: 'fit' | 'features' | 'phases' | 'all' | 'predict',
  folder: string,
  settings: Readonly<Record<string, unknown>>,
): KerasTimes {
  const file = join(context.folder, `${mode}.json`);
  const defaults = { batchSize: 32, dropout: 0.2, learningRate: 1e-3, epochs: 20 };
  writeFileSync(file, JSON.stringify({ ...defaults, ...settings }));
  const base = join(context.root, 'assets/base-models/efficientnet-lite0');
  return timePeer<KerasTimes>(context, 'keras_transfer.py', mode, base, folder, file);
}
