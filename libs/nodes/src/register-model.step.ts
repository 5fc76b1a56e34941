import { UnexpectedError } from '@graft/errors';
import { canonicalise, type JsonObject } from '@graft/graph';
import {
  readSafetensors,
  writeSafetensors,
  type SafeTensor,
  type SafetensorsFile,
} from '@graft/ml';
import {
  listModelBlobs,
  type Familiarity,
  type ModelSpec,
  type WeightSource,
  type WeightSpec,
} from '@graft/model';
import { z } from 'zod';
import { defineStep, type StepContext } from './define-step';
import { describeFamiliarity, FAMILIARITY_OUTPUT } from './measure-familiarity';

type BlobSource = Extract<WeightSource, { kind: 'blob' }>;

const paramsSchema = z.looseObject({ name: z.string(), notes: z.string().default('') });

/**
 * Makes the model self-contained: every weight becomes a slice of a stored blob, so that it can be
 * read without the run that made it. Base weights stay in the base's blob, learned ones in the
 * artifact of the step that learned them; nothing is copied. The last training's references for telling
 * what is unfamiliar come along.
 */
export const registerModelStep = defineStep({
  kind: 'register-model',
  async run(context) {
    const { name, notes } = paramsSchema.parse(context.step.params);
    const spec = await composeModel(context);
    for (const { source } of listWeights(spec)) requireBlob(source);
    const parts = listModelBlobs(spec);
    await context.offer('model', { kind: 'model', bytes: canonicalise(spec), parts });
    const metrics = readMetrics(context);
    return {
      ended: 'complete',
      summary: { name, labels: spec.labels?.length ?? 0, ...metrics },
      effects: [{ type: 'register-model', name, notes, output: 'model', metrics }],
    };
  },
});

function readMetrics(context: StepContext): JsonObject {
  return context.wired('report')[0]?.outputs.summary ?? {};
}

async function composeModel(context: StepContext): Promise<ModelSpec> {
  const spec = context.spec('model');
  const learned = new LearnedWeights(context);
  const drawn = await writeDrawnWeights(context, spec);
  const layers = [];
  for (const layer of spec.layers) {
    const weights: WeightSpec[] = [];
    for (const weight of layer.weights) {
      const { source } = weight;
      if (source.kind === 'blob') weights.push(weight);
      else if (source.kind === 'initialiser') weights.push({ ...weight, source: drawn(weight) });
      else weights.push({ ...weight, source: await learned.find(weight, source) });
    }
    layers.push({ ...layer, weights });
  }
  const familiarity = await readFamiliarity(context, spec);
  return { ...spec, layers, ...(familiarity === undefined ? {} : { familiarity }) };
}

/** Of the training that came last: the one whose head the model still has. */
async function readFamiliarity(
  context: StepContext,
  spec: ModelSpec,
): Promise<Familiarity | undefined> {
  const output = spec.layers.findLast(({ weights }) => weights.length > 0)?.weights[0]?.source;
  if (output?.kind !== 'step') return undefined;
  const { artifacts } = context.outputsOf(output.step);
  const offered = artifacts[FAMILIARITY_OUTPUT];
  if (offered === undefined) return undefined;
  return describeFamiliarity(await context.readArtifact(offered.digest), offered.digest);
}

/** Weights that no step trained exist only as a seed: their values become a blob of their own. */
async function writeDrawnWeights(
  context: StepContext,
  spec: ModelSpec,
): Promise<(weight: WeightSpec) => BlobSource> {
  const drawn = listWeights(spec).filter(({ source }) => source.kind === 'initialiser');
  if (drawn.length === 0) return () => fail('it was not drawn');
  const values = await context.loadWeights(drawn);
  const tensors = new Map<string, SafeTensor>(
    drawn.map(({ name, shape }) => [
      name,
      { dtype: 'F32', shape, data: values.get(name) ?? new Float32Array() },
    ]),
  );
  const bytes = writeSafetensors({ tensors, metadata: {} });
  const { digest } = await context.offer('weights', { kind: 'weights', bytes });
  const file = readSafetensors(bytes);
  return (weight) => locate(file, bytes, weight, digest);
}

/** Where learned weights lie in the artifacts of the steps that made them. */
class LearnedWeights {
  readonly #files = new Map<string, { file: SafetensorsFile; bytes: Uint8Array }>();

  constructor(private readonly context: StepContext) {}

  async find(
    weight: WeightSpec,
    { step, output }: Extract<WeightSource, { kind: 'step' }>,
  ): Promise<BlobSource> {
    const { digest } = this.context.outputOf(step, output);
    const known = this.#files.get(digest) ?? (await this.#read(digest));
    this.#files.set(digest, known);
    return locate(known.file, known.bytes, weight, digest);
  }

  async #read(digest: string): Promise<{ file: SafetensorsFile; bytes: Uint8Array }> {
    // A copy of its own: views into it then tell their place in the file.
    const bytes = new Uint8Array(await this.context.readArtifact(digest));
    return { file: readSafetensors(bytes), bytes };
  }
}

function locate(
  file: SafetensorsFile,
  bytes: Uint8Array,
  weight: WeightSpec,
  digest: string,
): BlobSource {
  const tensor = file.tensors.get(weight.name);
  if (tensor?.dtype !== 'F32') return fail(`weight "${weight.name}" is not among the learned ones`);
  const { data } = tensor;
  if (data.buffer !== bytes.buffer) return fail(`weight "${weight.name}" is not aligned`);
  const byteOffset = data.byteOffset - bytes.byteOffset;
  return { kind: 'blob', digest, byteOffset, dtype: 'float32' };
}

function listWeights(spec: ModelSpec): WeightSpec[] {
  return spec.layers.flatMap((layer) => layer.weights);
}

function requireBlob(source: WeightSource): BlobSource {
  return source.kind === 'blob' ? source : fail('a weight has no blob');
}

function fail(what: string): never {
  throw new UnexpectedError({
    code: 'register-model.incomplete',
    message: `The model can't be made self-contained: ${what}.`,
  });
}
