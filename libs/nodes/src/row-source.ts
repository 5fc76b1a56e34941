import type { BuiltModel, DataSource, Tf } from '@graft/ml';
import type { Tensor } from './tensor';
import type { StepContext } from './define-step';

const BATCH = 32;

/** The examples of a source at these places, in this order. */
export function takePlaces(source: DataSource, places: readonly number[]): DataSource {
  return {
    count: places.length,
    batch: (indices, epoch) =>
      source.batch(
        indices.map((index) => places[index] ?? 0),
        epoch,
      ),
  };
}

/**
 * Computes layers once for every example and gives their rows as a source: what trains above them
 * reads memory instead of running what lies below in every epoch.
 */
export async function computeRows(
  context: Pick<StepContext, 'training' | 'betweenBatches'>,
  tf: Tf,
  { model, source, layers }: { model: BuiltModel; source: DataSource; layers: readonly string[] },
): Promise<DataSource> {
  const rows = new Map<string, { shape: number[]; values: Float32Array; size: number }>();
  const labels = new Int32Array(source.count);
  for (let start = 0; start < source.count; start += BATCH) {
    const length = Math.min(BATCH, source.count - start);
    const indices = Int32Array.from({ length }, (_, offset) => start + offset);
    const batch = await source.batch(indices, 0);
    labels.set(batch.labels, start);
    const outputs = model.predict(batch.inputs, { outputs: layers });
    for (const name of layers) {
      const tensor = outputs[name];
      if (tensor === undefined) continue;
      const [, ...shape] = tensor.shape;
      const size = shape.reduce((product, each) => product * each, 1);
      const row = rows.get(name) ?? { shape, size, values: new Float32Array(source.count * size) };
      row.values.set(tensor.dataSync<'float32'>(), start * size);
      rows.set(name, row);
    }
    tf.dispose([...Object.values(batch.inputs), ...Object.values(outputs)]);
    await context.betweenBatches();
  }
  return {
    count: source.count,
    batch(indices) {
      const inputs: Record<string, Tensor> = {};
      for (const [name, { shape, size, values }] of rows) {
        const taken = new Float32Array(indices.length * size);
        indices.forEach((place, row) => {
          taken.set(values.subarray(place * size, (place + 1) * size), row * size);
        });
        inputs[name] = tf.tensor(taken, [indices.length, ...shape], 'float32');
      }
      return { inputs, labels: indices.map((place) => labels[place] ?? -1) };
    },
  };
}
