import { z } from 'zod';

export const MODEL_FORMAT = 'graft.model/1';

const shapeSchema = z.array(z.int().min(1));

/** Where the values of one weight tensor come from. */
export const weightSourceSchema = z.discriminatedUnion('kind', [
  /** A slice of an immutable blob; little-endian, row-major. float16 is widened on load. */
  z.strictObject({
    kind: z.literal('blob'),
    digest: z.string(),
    byteOffset: z.int().min(0),
    dtype: z.enum(['float32', 'float16']),
  }),
  /** Drawn when the step starts; the same seed gives the same values. Seeds start at 1. */
  z.strictObject({
    kind: z.literal('initialiser'),
    name: z.enum([
      'zeros',
      'ones',
      'glorotUniform',
      'glorotNormal',
      'heNormal',
      'heUniform',
      'randomUniform',
    ]),
    seed: z.int().min(1),
  }),
  /** Learned by a step. `step` is a node id in a summary and a step id in a plan. */
  z.strictObject({
    kind: z.literal('step'),
    step: z.string(),
    output: z.string(),
  }),
]);

export const weightSpecSchema = z.strictObject({
  /** Unique in the model: `<layer>/<role>`, e.g. `stem_conv/kernel`. */
  name: z.string(),
  shape: shapeSchema,
  source: weightSourceSchema,
});

export const layerSpecSchema = z.strictObject({
  name: z.string().min(1).max(128),
  /** Key of the closed layer registry: `Conv2D`, `Dense` ... Unknown classes are refused. */
  class: z.string(),
  config: z.record(z.string(), z.json()),
  /** Names of the layers it reads, in order. Empty for InputLayer only. */
  inbound: z.array(z.string()),
  /** Without the batch dimension. */
  outputShape: shapeSchema,
  /**
   * True when training changes this layer's weights; for a layer without weights that acts randomly
   * (Dropout), true when it acts at all. A frozen layer always runs in inference mode.
   */
  trainable: z.boolean(),
  /** BatchNormalization only: `kept` uses the stored moving statistics even while gamma and beta train. */
  statistics: z.enum(['kept', 'trained']).optional(),
  weights: z.array(weightSpecSchema),
  /** Block of the base that the layer belongs to: `block3b`, `stem`, `top`, `head`. */
  block: z.string(),
});

/** What a model reads, and how a raw example becomes that. */
export const inputSpecSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('image'),
    height: z.int().min(1).max(4096),
    width: z.int().min(1).max(4096),
    channels: z.union([z.literal(1), z.literal(3)]),
    /** Pixels 0..255 become (pixel - mean) / scale; bilinear resize comes first. */
    mean: z.number(),
    scale: z.number().positive(),
  }),
  z.strictObject({
    kind: z.literal('tokens'),
    length: z.int().min(1).max(4096),
    vocabulary: z.string(),
  }),
  z.strictObject({ kind: z.literal('vector'), size: z.int().min(1) }),
]);

/**
 * What a trained model keeps to notice an input that is unlike all it has learned from: features of
 * examples of the training part, and how far from the nearest of them the validation part lies.
 */
export const familiaritySchema = z.strictObject({
  /** Layer whose output is the feature. */
  layer: z.string(),
  /** [references, feature size], each row of length 1. */
  references: weightSpecSchema,
  /** Largest distance (1 - cosine) to the nearest reference that counts as familiar: the validation
   * part's 99th percentile. 2, the largest there is, where too few examples were held back to tell. */
  threshold: z.number(),
  /** Which examples the references are, in their order. */
  examples: z.strictObject({ dataset: z.string(), sha256: z.array(z.string()) }).optional(),
});

/**
 * The normal form of a model: layers in topological order. Surgery is written once, on this; the
 * engine only builds what it says.
 */
export const modelSpecSchema = z.strictObject({
  format: z.literal(MODEL_FORMAT),
  input: inputSpecSchema,
  layers: z.array(layerSpecSchema).min(1),
  /** Name of the one layer whose output is the model's output. */
  output: z.string(),
  /** Where a head attaches by default: `avg_pool`. */
  featureLayer: z.string().nullable(),
  /** Names of the classes in output order; null while there is no classifier. */
  labels: z.array(z.string()).nullable(),
  /** Of registered models only; a graph that goes on from one starts without it. */
  familiarity: familiaritySchema.optional(),
});

export type WeightSource = z.infer<typeof weightSourceSchema>;
export type WeightSpec = z.infer<typeof weightSpecSchema>;
export type LayerSpec = z.infer<typeof layerSpecSchema>;
export type Familiarity = z.infer<typeof familiaritySchema>;
export type InputSpec = z.infer<typeof inputSpecSchema>;
export type ModelSpec = z.infer<typeof modelSpecSchema>;
export type Shape = readonly number[];
