import { UserError } from '@graft/errors';
import { importOnnx, writeProbe, type AskedOnnx, type ImportedOnnx } from '@graft/ml';
import {
  appendLayer,
  createInput,
  describeShape,
  type LayerSpec,
  type ModelSpec,
} from '@graft/model';
import type { OnnxTrial, Picture, StepContext, StepResult } from '../define-step';

const LAYER = 'features';
/** Largest difference, by the size of the values, of a picture alone and in a batch. */
const MOST_DIFFERENCE = 1e-3;

/**
 * Takes an ONNX file as a frozen feature extractor: one layer that onnxruntime runs. It has been tried on
 * pictures of noise, alone and together, before it is kept.
 * @throws UserError `model.onnx_*` and what `importOnnx` throws
 */
export async function readOnnxBase(
  context: StepContext,
  file: Uint8Array,
  asked: AskedOnnx & { readonly labels: readonly string[] | null },
): Promise<StepResult> {
  if (asked.labels !== null) throw refuseLabels();
  const imported = importOnnx(file, asked);
  const [first, second] = [1, 2].map((seed) => makeNoise(imported.input, seed));
  if (first === undefined || second === undefined) throw new Error('there are two seeds');
  const trials = await context.tryOnnx(writeProbe(imported), [[first, second], [first], [second]]);
  const gives = settleShape(imported, judge(trials));
  const bytes = join(imported.weights);
  const { digest } = await context.offer('weights', { kind: 'weights', bytes });
  const spec = makeSpec(imported, gives, digest);
  await context.offer('model', { kind: 'model', bytes: JSON.stringify(spec), parts: [digest] });
  const { opset, nodes } = imported.config;
  return {
    ended: 'complete',
    summary: { layers: spec.layers.length, bytes: bytes.length, opset, operators: nodes.length },
  };
}

function makeSpec({ input, config, weights }: ImportedOnnx, gives: number[], digest: string) {
  const drawn = appendLayer(createInput(input), {
    ...{ name: LAYER, class: 'OnnxGraph', block: 'onnx', seed: 1 },
    config: { ...config, gives },
  });
  let byteOffset = 0;
  const offsets = weights.map(({ byteLength }) => (byteOffset += byteLength) - byteLength);
  const layers = drawn.layers.map((layer): LayerSpec => ({
    ...layer,
    weights: layer.weights.map((weight, index) => ({
      ...weight,
      source: {
        ...{ kind: 'blob', digest, byteOffset: offsets[index] ?? 0, dtype: 'float32' },
      } as const,
    })),
  }));
  const spec: ModelSpec = { ...drawn, layers, featureLayer: LAYER };
  return spec;
}

/** What a batch of two gave, where each of the two alone gave the same. */
function judge([both, ...alone]: readonly OnnxTrial[]): OnnxTrial & { ok: true } {
  const failed = alone.find((trial) => !trial.ok);
  if (failed?.ok === false) throw refuseRun(failed.reason);
  if (both?.ok !== true || both.shape[0] !== 2) throw refuseBatch();
  const size = both.values.length / 2;
  const apart = alone.flatMap((trial) => (trial.ok ? [...trial.values] : []));
  if (![...both.values, ...apart].every((value) => Number.isFinite(value))) throw refuseValues();
  const largest = apart.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const same = apart.every(
    (value, index) => Math.abs(value - (both.values[index] ?? NaN)) <= MOST_DIFFERENCE * largest,
  );
  if (!same || apart.length !== 2 * size) throw refuseBatch();
  return both;
}

/** Rows stay as they are; maps become channels last. */
function settleShape({ config, output }: ImportedOnnx, { shape }: OnnxTrial & { ok: true }) {
  const [first = 0, ...rest] = shape.slice(1);
  if (first > 0 && rest.length === 0) return [first];
  if (first > 0 && rest.length === 2) {
    const layout = config.mapLayout ?? config.layout;
    return layout === 'channels-first' ? [...rest, first] : [first, ...rest];
  }
  throw new UserError({
    code: 'model.onnx_shape',
    message: `"${output.slice(0, 100)}" gives ${describeShape(shape.slice(1))} for a picture; a row or a map of features is needed. Take another output, such as what follows the pooling.`,
  });
}

/** Values of every brightness in no order: what depends on the batch shows itself. */
function makeNoise({ height, width, channels }: ImportedOnnx['input'], seed: number): Picture {
  let state = seed;
  const data = Uint8Array.from({ length: height * width * channels }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
  return { height, width, channels, data };
}

function join(parts: readonly Float32Array[]): Uint8Array {
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return new Uint8Array(joined.buffer);
}

function refuseRun(reason: string): UserError {
  return new UserError({
    code: 'model.onnx_refused',
    message: `onnxruntime could not run this model on a picture: ${reason}`,
  });
}

function refuseBatch(): UserError {
  return new UserError({
    code: 'model.onnx_fixed_batch',
    message:
      'The model answers one picture at a time only: several together fail, or get other values. Export it with a free batch size: torch.onnx.export(..., dynamic_axes={"input": {0: "batch"}}), and in evaluation mode (model.eval()).',
  });
}

function refuseValues(): UserError {
  return new UserError({
    code: 'model.not_finite',
    message: 'The model gives values that are no numbers: its weights are broken.',
  });
}

function refuseLabels(): UserError {
  return new UserError({
    code: 'model.onnx_labels',
    message:
      'An ONNX file gives features, and a head answers with your classes: leave the labels out.',
  });
}
