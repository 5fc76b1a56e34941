import { UserError } from '@graft/errors';
import {
  describeZodError,
  elementShapeSchema,
  type DatasetCard,
  type ResourceCards,
  type Resources,
} from '@graft/graph';
import {
  buildWordVectors,
  digestSpec,
  inputSpecSchema,
  listWeightFiles,
  readLayersModel,
  type BaseCard,
} from '@graft/model';
import { z } from 'zod';

export const CARD_FORMAT = 'graft.card/1';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

const fileSchema = z.strictObject({
  /** Beside the card; a plain name. */
  path: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
  sha256: sha256Schema,
  bytes: z.int().min(1),
});

const common = {
  format: z.literal(CARD_FORMAT),
  /** Name by which graphs refer to it. */
  ref: z.string().min(1).max(200),
  name: z.string().min(1).max(200),
  description: z.string().min(1),
  licence: z.string().min(1),
  /** Where it comes from, in words. */
  source: z.string().min(1),
  files: z.array(fileSchema).min(1),
};

const baseModelCardSchema = z.strictObject({
  ...common,
  type: z.literal('base-model'),
  input: inputSpecSchema,
  /** Layer that a head attaches to; null: found in the model. */
  featureLayer: z.string().nullable(),
  /** Names of the classes of its own classifier, where they are known. */
  labels: z.array(z.string()).nullable(),
  /** As published, for comparison. */
  accuracy: z.string(),
});

const datasetCardSchema = z.strictObject({
  ...common,
  type: z.literal('dataset'),
  /** How the file is laid out: a zip with one folder a class, or a CSV with `text,label`. */
  layout: z.enum(['class-folders', 'csv']),
  element: elementShapeSchema,
  classes: z.array(z.strictObject({ name: z.string(), count: z.int().min(0) })).min(1),
  /** Digest of the manifest that an import of the file gives: the version's identity. */
  digest: sha256Schema,
});

const wordVectorsCardSchema = z.strictObject({
  ...common,
  type: z.literal('word-vectors'),
  words: z.int().min(1),
  dimensions: z.int().min(1),
  dtype: z.literal('float16'),
});

/** What stands beside every bundled asset. */
export const cardSchema = z.discriminatedUnion('type', [
  baseModelCardSchema,
  datasetCardSchema,
  wordVectorsCardSchema,
]);

export type AssetCard = z.infer<typeof cardSchema>;
export type BaseModelAsset = z.infer<typeof baseModelCardSchema>;
export type WordVectorsAsset = z.infer<typeof wordVectorsCardSchema>;
export type DatasetAsset = z.infer<typeof datasetCardSchema>;

/** Reads the content of a card.json. @throws UserError `card.invalid` naming the field */
export function readCard(json: unknown): AssetCard {
  const parsed = cardSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [problem] = describeZodError(parsed.error);
  throw new UserError({
    code: 'card.invalid',
    message: `The card.json is wrong: "${problem?.path.join('.') ?? ''}" ${problem?.reason ?? 'is wrong'}.`,
  });
}

/**
 * The entry of a catalogue for a base model, from its card and its model.json.
 * @throws UserError `card.weights` and what `readLayersModel` throws
 */
export function toBaseCard(asset: BaseModelAsset, modelJson: unknown): BaseCard {
  const [name, ...others] = listWeightFiles(modelJson);
  const weights = asset.files.find((file) => file.path === name);
  if (weights === undefined || others.length > 0) {
    throw new UserError({
      code: 'card.weights',
      message: `The model of "${asset.ref}" reads the weight files ${[name, ...others].join(', ')}, but its card must name exactly one of that name.`,
    });
  }
  const read = readLayersModel(modelJson, {
    weights: { digest: weights.sha256, bytes: weights.bytes },
    input: asset.input,
    labels: asset.labels,
  });
  const spec = { ...read, featureLayer: asset.featureLayer ?? read.featureLayer };
  const { ref, licence } = asset;
  return { ref, name: asset.name, digest: digestSpec(spec), spec, licence, origin: 'bundled' };
}

/** Words that are read of a text when the word vectors are taken as they are. */
const USUAL_LENGTH = 32;

/**
 * The entry of a catalogue for word vectors: a base model for texts, the mean of a text's vectors.
 * @throws UserError `card.files` when the card does not name a vocabulary and one table
 */
export function toWordVectorsCard(asset: WordVectorsAsset): BaseCard {
  const vocabulary = asset.files.find((file) => file.path.endsWith('.json'));
  const table = asset.files.find((file) => file.path.endsWith('.bin'));
  const { ref, name, licence, words, dimensions, dtype } = asset;
  if (vocabulary === undefined || table?.bytes !== 2 * words * dimensions) {
    throw new UserError({
      code: 'card.files',
      message: `The card of "${ref}" must name a vocabulary (.json) and a table (.bin) of ${words} x ${dimensions} numbers.`,
    });
  }
  const spec = buildWordVectors({
    vocabulary: vocabulary.sha256,
    words,
    dimensions,
    vectors: { kind: 'blob', digest: table.sha256, byteOffset: 0, dtype },
    length: USUAL_LENGTH,
    pooling: 'masked-mean',
    trainable: true,
    seed: 1,
  });
  return { ref, name, digest: digestSpec(spec), spec, licence, origin: 'bundled' };
}

/** The entry of a catalogue for a bundled data set. */
export function toDatasetCard({ ref, name, digest, element, classes }: DatasetAsset): DatasetCard {
  return { ref, name, digest, element, classes };
}

/** A snapshot of what exists, by reference; the first of equal references wins. */
export function createResources(cards: {
  readonly [Type in keyof ResourceCards]: readonly ResourceCards[Type][];
}): Resources {
  // A workspace may hold thousands of models, and each node asks.
  const byRef: { [Type in keyof ResourceCards]: Map<string, ResourceCards[Type]> } = {
    dataset: indexByRef(cards.dataset),
    base: indexByRef(cards.base),
  };
  return {
    find: <Type extends keyof ResourceCards>(type: Type, ref: string) => byRef[type].get(ref),
    list: (type) => cards[type],
  };
}

function indexByRef<Card extends { ref: string }>(cards: readonly Card[]): Map<string, Card> {
  const index = new Map<string, Card>();
  for (const card of cards) if (!index.has(card.ref)) index.set(card.ref, card);
  return index;
}
