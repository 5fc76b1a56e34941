import { buildModel, multiplyRows } from '@graft/ml';
import type { ModelSpec } from '@graft/model';
import {
  findInputLayer,
  nameProducts,
  preparePictures,
  requireImageInput,
  type ComparedLayer,
  type PrefixExecutor,
  type StepContext,
} from '@graft/nodes/steps';
import { partOf } from './part-of';

/** Runs the frozen prefix in TensorFlow.js: the reference, and the way where ONNX lacks a layer. */
export async function openTfjsPrefix(
  context: Pick<StepContext, 'tensorflow' | 'loadWeights'>,
  spec: ModelSpec,
  cut: readonly string[],
  compared?: ComparedLayer,
): Promise<PrefixExecutor> {
  const { tf, backend } = await context.tensorflow();
  const input = requireImageInput(spec);
  const inputLayer = findInputLayer(spec);
  const { weights: wanted, shapes } = partOf(spec, cut);
  const weights = await context.loadWeights(wanted);
  const references =
    compared && (await context.loadWeights([compared.references])).get(compared.references.name);
  const model = buildModel(tf, spec, weights, { outputs: cut });
  return {
    cut,
    shapes,
    name: `tfjs ${tf.version_core} (${backend})`,
    execute(pictures) {
      const fed = preparePictures(tf, pictures, input);
      const outputs = model.predict({ [inputLayer]: fed });
      const values = new Map(cut.map((layer) => [layer, readFloats(outputs[layer])] as const));
      tf.dispose([fed, ...Object.values(outputs)]);
      const rows = values.get(compared?.layer ?? '');
      if (compared && rows && references) {
        const size = compared.references.shape[1] ?? 1;
        const products = multiplyRows(tf, { values: rows, size }, references);
        values.set(nameProducts(compared.layer), products);
      }
      return Promise.resolve(values);
    },
    dispose() {
      model.dispose();
      return Promise.resolve();
    },
  };
}

function readFloats(tensor: { dataSync(): unknown } | undefined): Float32Array {
  const values = tensor?.dataSync();
  return values instanceof Float32Array ? values : new Float32Array();
}
