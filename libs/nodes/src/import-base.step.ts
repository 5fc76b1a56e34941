import { UserError } from '@graft/errors';
import { isTooDeep } from '@graft/graph';
import { buildModel, readWeightSources } from '@graft/ml';
import { listWeightFiles, readLayersModel, settleInput, type ModelSpec } from '@graft/model';
import { z } from 'zod';
import { defineStep, type StepContext } from './define-step';
import { readOnnxBase } from './import/read-onnx-base';
import { readKerasArchive, readKerasH5, type KerasModel } from './import/read-keras';
import { joinBytes, joinChannels } from './import/join-channels';
import { findInputLayer } from './input-layer';

const paramsSchema = z.looseObject({
  /** Plain names: `model.json` and weight files, `model.h5`, or the parts of a `.keras` file. */
  files: z.array(z.strictObject({ name: z.string(), digest: z.string() })).min(1),
  size: z.int().min(1).max(4096).nullable().default(null),
  mean: z.number().default(0),
  scale: z.number().positive().default(1),
  labels: z.array(z.string()).nullable().default(null),
  /** Of an ONNX file: see `AskedOnnx`. */
  output: z.string().nullable().default(null),
  /** See `AskedChannels`. */
  channelMean: z.array(z.number()).nullable().default(null),
  channelDeviation: z.array(z.number().positive()).nullable().default(null),
  colours: z.enum(['rgb', 'bgr']).default('rgb'),
});
type Params = z.infer<typeof paramsSchema>;

/** A model.json and its weights as one piece: what every source becomes. */
interface Described {
  readonly modelTopology: unknown;
  readonly weightsManifest: unknown;
  readonly bytes: Uint8Array;
}

/**
 * Reads a model that was made elsewhere, checks every layer and weight, and runs it once. Nothing in
 * the files is ever executed. Outputs `model` (its ModelSpec) and `weights`.
 * @throws UserError `model.*`
 */
export const importBaseStep = defineStep({
  kind: 'import-base',
  async run(context) {
    const params = paramsSchema.parse(context.step.params);
    const onnx = params.files.find(({ name }) => name === 'model.onnx');
    if (onnx !== undefined) {
      return readOnnxBase(context, await context.readArtifact(onnx.digest), params);
    }
    refuseOutput(params);
    const { modelTopology, weightsManifest, bytes } = await readFiles(context, params);
    const settled = settleInput(modelTopology, params);
    const { joined, prepare } = joinChannels(bytes, settled.input, params);
    const { digest } = await context.offer('weights', { kind: 'weights', bytes: joined });
    const read = prepare(
      readLayersModel(
        { format: 'layers-model', modelTopology: settled.modelTopology, weightsManifest },
        {
          weights: { digest, bytes: bytes.length },
          input: settled.input,
        },
      ),
      digest,
    );
    const spec = { ...read, labels: params.labels };
    refuseOtherLabels(spec);
    await runOnce(context, spec, new Map([[digest, joined]]));
    await context.offer('model', { kind: 'model', bytes: JSON.stringify(spec), parts: [digest] });
    return { ended: 'complete', summary: { layers: spec.layers.length, bytes: joined.length } };
  },
});

function refuseOutput({ output }: Params): void {
  if (output === null) return;
  throw new UserError({
    code: 'model.only_onnx',
    message:
      'An output can be chosen in ONNX files only: leave it out, and cut the model where it is used.',
  });
}

async function readFiles(context: StepContext, { files }: Params): Promise<Described> {
  const read = async (name: string): Promise<Uint8Array | null> => {
    const file = files.find((each) => each.name === name);
    return file ? context.readArtifact(file.digest) : null;
  };
  const [json, config, h5, single] = [
    await read('model.json'),
    await read('config.json'),
    await read('model.weights.h5'),
    await read('model.h5'),
  ];
  if (json) return readTensorFlowJs(json, read);
  if (config && h5) return describe(await readKerasArchive(config, h5));
  if (single) return describe(await readKerasH5(single));
  throw new UserError({
    code: 'model.unsupported_file',
    message:
      'This is no model that Graft reads: take model.json with its weight files, a Keras .h5, a .keras file, or an ONNX file.',
  });
}

async function readTensorFlowJs(
  json: Uint8Array,
  read: (name: string) => Promise<Uint8Array | null>,
): Promise<Described> {
  const model = parseModel(new TextDecoder().decode(json));
  const chunks: Uint8Array[] = [];
  for (const name of listWeightFiles(model)) {
    const chunk = await read(name);
    if (!chunk) {
      throw new UserError({
        code: 'model.weights_missing',
        message: `The weight file "${name}" is not among the files: add it.`,
        details: { file: name },
      });
    }
    chunks.push(chunk);
  }
  const { modelTopology, weightsManifest } = model as Described;
  return { modelTopology, weightsManifest, bytes: joinBytes(chunks) };
}

function parseModel(text: string): unknown {
  try {
    if (!isTooDeep(text)) return JSON.parse(text);
  } catch {
    // The same sentence for both.
  }
  throw new UserError({
    code: 'model.unsupported_model',
    message: 'The model.json is no JSON, or nested too deeply: export the model again.',
  });
}

function describe({ topology, weights }: KerasModel): Described {
  const entries = [...weights];
  const bytesOf = (values: Float32Array) =>
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return {
    modelTopology: topology,
    weightsManifest: [
      {
        paths: ['weights.bin'],
        weights: entries.map(([name, { shape }]) => ({ name, shape, dtype: 'float32' })),
      },
    ],
    bytes: joinBytes(entries.map(([, { values }]) => bytesOf(values))),
  };
}

function refuseOtherLabels(spec: ModelSpec): void {
  const last = spec.layers.find(({ name }) => name === spec.output);
  const outputs = last?.outputShape.at(-1);
  if (spec.labels === null || spec.labels.length === outputs) return;
  throw new UserError({
    code: 'model.labels_mismatch',
    message: `The model gives ${String(outputs)} values, but ${String(spec.labels.length)} labels were given.`,
  });
}

/** One grey picture through all layers: what is infinite or no number would spoil every training. */
async function runOnce(
  context: StepContext,
  spec: ModelSpec,
  blobs: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const { tf } = await context.tensorflow();
  const model = buildModel(tf, spec, readWeightSources(spec, blobs));
  const shape = spec.layers.find(({ inbound }) => inbound.length === 0)?.outputShape ?? [];
  const picture = tf.fill([1, ...shape], 0.5);
  const answers = model.predict({ [findInputLayer(spec)]: picture });
  const values = await answers[spec.output]?.data();
  tf.dispose([picture, ...Object.values(answers)]);
  model.dispose();
  if (values?.every((value) => Number.isFinite(value))) return;
  throw new UserError({
    code: 'model.not_finite',
    message: 'The model gives values that are no numbers: its weights are broken.',
  });
}
