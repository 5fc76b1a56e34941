import { createRandom, shuffle } from '@graft/graph';
import {
  findNeighbours,
  multiplyRows,
  nearestDistances,
  normaliseRows,
  quantile,
  readSafetensors,
  writeSafetensors,
  type BuiltModel,
  type FeatureRows,
  type Neighbour,
  type SafeTensor,
} from '@graft/ml';
import { findPenultimate, type Familiarity, type ModelSpec } from '@graft/model';
import { nameProducts, type StepContext } from './define-step';
import type { OpenedSource } from './training-source';

/** Output of a training step that `register-model` picks up. */
export const FAMILIARITY_OUTPUT = 'familiarity';
const TENSOR = 'references';
/** Largest distance of two directions: nothing is farther. */
const FARTHEST = 2;
/** How many of the nearest training examples an answer names. */
const NEIGHBOURS = 6;
const BATCH = 32;
const SHARE = 0.99;
/** With fewer, the 99th percentile would say nothing. */
const FEWEST_VALIDATED = 20;
/** References stay below 4 MiB, and below this number. */
const MOST_VALUES = 2 ** 20;
const MOST_EXAMPLES = 1000;

interface Measured {
  readonly model: BuiltModel;
  readonly train: OpenedSource;
  readonly validation: OpenedSource | null;
}

/**
 * Offers what a model needs to say "unsure", and what an input is most like: features of training
 * examples, and the distance from the nearest of them that 99 % of the validation part stay within.
 * Offers nothing for a model without a feature layer.
 */
export async function offerFamiliarity(
  context: StepContext,
  { model, train, validation }: Measured,
): Promise<void> {
  const layer = findPenultimate(context.spec('model'));
  if (layer === null) return;
  const known = await readFeatures(context, model, layer, train);
  const count = Math.floor(Math.min(MOST_EXAMPLES, MOST_VALUES / known.size));
  if (count < train.examples.classes.length) return;
  const references = normaliseRows(known).subarray(0, count * known.size);
  const { tf } = await context.tensorflow();
  const measureThreshold = async (part: OpenedSource): Promise<number> => {
    const features = await readFeatures(context, model, layer, part);
    return quantile(nearestDistances(features, multiplyRows(tf, features, references)), SHARE);
  };
  const threshold =
    validation === null || validation.count < FEWEST_VALIDATED
      ? FARTHEST
      : await measureThreshold(validation);
  const tensor: SafeTensor = {
    dtype: 'F32',
    shape: [references.length / known.size, known.size],
    data: references,
  };
  const examples = drawPlaces(train)
    .slice(0, count)
    .flatMap((place) => train.examples.examples[place]?.sha256 ?? []);
  const metadata = {
    ...{ layer, threshold: String(threshold) },
    ...{ dataset: context.step.data['train']?.dataset ?? '', examples: examples.join(' ') },
  };
  const bytes = writeSafetensors({ tensors: new Map([[TENSOR, tensor]]), metadata });
  await context.offer(FAMILIARITY_OUTPUT, { kind: 'features', bytes });
}

/** What a registered model keeps of the offered file. */
export function describeFamiliarity(bytes: Uint8Array, digest: string): Familiarity | undefined {
  const own = new Uint8Array(bytes);
  const { tensors, metadata } = readSafetensors(own);
  const tensor = tensors.get(TENSOR);
  if (tensor === undefined || tensor.data.buffer !== own.buffer) return undefined;
  return {
    layer: metadata['layer'] ?? '',
    references: {
      name: TENSOR,
      shape: [...tensor.shape],
      source: {
        kind: 'blob',
        digest,
        byteOffset: tensor.data.byteOffset - own.byteOffset,
        dtype: 'float32',
      },
    },
    threshold: Number(metadata['threshold']),
    ...describeExamples(metadata),
  };
}

/** Files of before the examples were named have none. */
function describeExamples({
  dataset = '',
  examples = '',
}: Readonly<Record<string, string>>): Pick<Familiarity, 'examples'> {
  return dataset === '' || examples === ''
    ? {}
    : { examples: { dataset, sha256: examples.split(' ') } };
}

/** An example that a model has learned from, and how like it an input is. */
export interface KnownExample {
  /** Digest of the data set version. */
  readonly dataset: string;
  readonly sha256: string;
  /** Cosine of their features. */
  readonly similarity: number;
}

/** What one input is to all that a model has learned from. */
export interface Likeness {
  /** It is farther from everything known than the model's threshold. */
  readonly unsure: boolean;
  /** Nearest first; empty for models that don't know which examples these were. */
  readonly nearest: readonly KnownExample[];
}

/** For each row, how it stands to what the model has learned from; null for a model that can't tell. */
export function compareToKnown(
  { familiarity }: ModelSpec,
  values: ReadonlyMap<string, Float32Array>,
): Likeness[] | null {
  if (familiarity === undefined) return null;
  const features = values.get(familiarity.layer);
  const products = values.get(nameProducts(familiarity.layer));
  if (features === undefined || products === undefined) return null;
  const size = familiarity.references.shape[1] ?? 1;
  const rows = findNeighbours({ values: features, size }, products, NEIGHBOURS);
  return rows.map((neighbours) => ({
    unsure: 1 - (neighbours[0]?.cosine ?? -1) > familiarity.threshold,
    nearest: nameNeighbours(familiarity, neighbours),
  }));
}

function nameNeighbours({ examples }: Familiarity, neighbours: readonly Neighbour[]) {
  if (examples === undefined) return [];
  return neighbours.flatMap(({ row, cosine }): KnownExample[] => {
    const sha256 = examples.sha256[row];
    const { dataset } = examples;
    return sha256 === undefined ? [] : [{ dataset, sha256, similarity: cosine }];
  });
}

/** At most MOST_EXAMPLES examples, drawn without order, the same ones every time. */
function drawPlaces({ count }: OpenedSource): number[] {
  const places = Array.from({ length: count }, (_, place) => place);
  return shuffle(places, createRandom(1, 'familiarity')).slice(0, MOST_EXAMPLES);
}

/** Features of the drawn examples, in that order. */
async function readFeatures(
  context: StepContext,
  model: BuiltModel,
  layer: string,
  source: OpenedSource,
): Promise<FeatureRows> {
  const drawn = drawPlaces(source);
  const parts: Float32Array[] = [];
  for (let at = 0; at < drawn.length; at += BATCH) {
    const { inputs } = await source.batch(Int32Array.from(drawn.slice(at, at + BATCH)), 0);
    const outputs = layer in inputs ? {} : model.predict(inputs, { outputs: [layer] });
    const tensor = outputs[layer] ?? inputs[layer];
    if (tensor !== undefined) parts.push(tensor.dataSync<'float32'>().slice());
    for (const each of [...Object.values(inputs), ...Object.values(outputs)]) each.dispose();
    await context.training.yieldToHost();
  }
  const values = join(parts);
  return { values, size: values.length / drawn.length };
}

function join(parts: readonly Float32Array[]): Float32Array {
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return values;
}
