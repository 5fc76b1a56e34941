import { UserError } from '@graft/errors';
import { z } from 'zod';
import { misfitError, nameWeight } from './build-spec';
import { checkSpec } from './check-spec';
import { findFeatureLayer } from './find-feature-layer';
import { normaliseKerasConfig } from './import/keras-config';
import { readTopology, type ImportedLayer } from './import/layers-topology';
import { placeWeights, readManifest, type WeightSlice } from './import/weight-manifest';
import { canTrain, inferLayer } from './infer-layer';
import { shapeOfInput } from './input-shape';
import { collectAncestors, HEAD_BLOCK } from './layer-graph';
import type { WeightSlot } from './layer-class';
import { describeShape, isMisfit } from './layers/shape-arithmetic';
import {
  MODEL_FORMAT,
  type InputSpec,
  type LayerSpec,
  type ModelSpec,
  type Shape,
  type WeightSpec,
} from './model-spec';
import { nameBlock } from './name-block';

export interface ReadLayersModelOptions {
  /** The weight files, joined in the order of `listWeightFiles`, as one blob: SHA-256 and size. */
  weights: { digest: string; bytes: number };
  /** How raw examples become input; its shape must be that of the model's input layer. */
  input: InputSpec;
  /** Names of the classes of the model's own classifier, if they are known. */
  labels?: readonly string[] | null;
}

const modelSchema = z.object({
  format: z.literal('layers-model').optional(),
  modelTopology: z.unknown(),
  weightsManifest: z.unknown(),
});

/** The weight files that a model.json names, in order; every one a plain name beside it. */
export function listWeightFiles(modelJson: unknown): string[] {
  return readManifest(openModel(modelJson).weightsManifest).flatMap((group) => group.paths);
}

/**
 * Reads a TensorFlow.js LayersModel (functional or sequential, float32 or float16 weights). Every
 * layer must be of a known class with known configuration, all shapes are inferred and compared
 * with the weights. Regularisers and constraints are left out: training has its own weight decay.
 *
 * Throws UserError: `model.unsupported_model`, `model.unsupported_layer`, `model.bad_manifest`,
 * `model.unsupported_weights`, `model.weights_mismatch`, `model.misfit`, `model.input_mismatch`.
 */
export function readLayersModel(modelJson: unknown, options: ReadLayersModelOptions): ModelSpec {
  const model = openModel(modelJson);
  const slices = placeWeights(readManifest(model.weightsManifest), options.weights.bytes);
  const topology = readTopology(model.modelTopology);
  const layers = new Map<string, LayerSpec>();
  for (const layer of topology.layers) {
    layers.set(layer.name, readLayer(layer, layers, { slices, digest: options.weights.digest }));
  }
  refuseUnknownWeights(slices, [...layers.values()]);
  const leading = collectAncestors({ layers: [...layers.values()] }, [topology.output]);
  const spec: ModelSpec = {
    format: MODEL_FORMAT,
    input: options.input,
    layers: [...layers.values()].filter((layer) => leading.has(layer.name)),
    output: topology.output,
    featureLayer: null,
    labels: options.labels ? [...options.labels] : null,
  };
  refuseOtherInput(spec);
  const [problem] = checkSpec(spec);
  if (problem)
    throw new UserError({
      code: 'model.unsupported_model',
      message: `This model can't be read. ${problem}`,
    });
  return { ...spec, featureLayer: findFeatureLayer(spec) };
}

function openModel(modelJson: unknown): z.infer<typeof modelSchema> {
  const parsed = modelSchema.safeParse(modelJson);
  if (parsed.success) return parsed.data;
  throw new UserError({
    code: 'model.unsupported_model',
    message:
      'This is not the model.json of a TensorFlow.js layers model. Choose the model.json of one.',
  });
}

interface WeightFile {
  slices: ReadonlyMap<string, WeightSlice>;
  digest: string;
}

function readLayer(
  layer: ImportedLayer,
  known: ReadonlyMap<string, LayerSpec>,
  file: WeightFile,
): LayerSpec {
  const shapes = layer.inbound.map((name): Shape => known.get(name)?.outputShape ?? []);
  const config = readConfig(layer, shapes);
  if (isMisfit(config)) throw unsupportedLayer(layer, config.misfit);
  const inferred = inferLayer(layer.class, config, shapes);
  if (isMisfit(inferred)) throw unsupportedLayer(layer, inferred.misfit);
  const block = nameBlock(layer.name);
  return {
    name: layer.name,
    class: layer.class,
    config: inferred.config,
    inbound: [...layer.inbound],
    outputShape: [...inferred.outputShape],
    trainable: layer.trainable && canTrain(layer.class, inferred.slots),
    ...(layer.class === 'BatchNormalization' ? { statistics: 'kept' as const } : {}),
    weights: inferred.slots.map((slot) => readWeight(layer.name, slot, file)),
    // Freezing leaves the block "head" alone, and a base has none.
    block: block === HEAD_BLOCK ? layer.name : block,
  };
}

/** Input layers give the batch dimension too, which no spec has. */
function readConfig(
  layer: ImportedLayer,
  inputs: readonly Shape[],
): ReturnType<typeof normaliseKerasConfig> {
  const config = normaliseKerasConfig(layer.class, layer.config, inputs);
  if (layer.class !== 'InputLayer' || isMisfit(config)) return config;
  const shape = layer.config['batch_input_shape'];
  return { ...config, shape: Array.isArray(shape) ? (shape as unknown[]).slice(1) : undefined };
}

function readWeight(layer: string, slot: WeightSlot, { slices, digest }: WeightFile): WeightSpec {
  const name = nameWeight(layer, slot.role);
  const slice = slices.get(name);
  if (!slice) throw misfitError(layer, `The weight files hold no "${name}".`);
  if (slice.shape.join() !== slot.shape.join()) {
    const [found, expected] = [describeShape(slice.shape), describeShape(slot.shape)];
    throw misfitError(layer, `Its weight "${name}" is ${found}, but the layer needs ${expected}.`);
  }
  const { byteOffset, dtype } = slice;
  return { name, shape: [...slot.shape], source: { kind: 'blob', digest, byteOffset, dtype } };
}

function refuseUnknownWeights(
  slices: ReadonlyMap<string, WeightSlice>,
  layers: readonly LayerSpec[],
): void {
  const used = new Set(layers.flatMap((layer) => layer.weights.map((weight) => weight.name)));
  const unused = [...slices.keys()].find((name) => !used.has(name));
  if (unused === undefined) return;
  throw new UserError({
    code: 'model.bad_manifest',
    message: `The weight files hold "${unused}", which no layer uses. Export the model again.`,
    details: { weight: unused },
  });
}

function refuseOtherInput(spec: ModelSpec): void {
  const found = spec.layers[0]?.outputShape ?? [];
  const expected = shapeOfInput(spec.input);
  if (found.join() === expected.join()) return;
  throw new UserError({
    code: 'model.input_mismatch',
    message: `The model reads ${describeShape(found)}, but its card says ${describeShape(expected)}. Correct the card.`,
    details: { found, expected },
  });
}

function unsupportedLayer(layer: ImportedLayer, reason: string): UserError {
  return new UserError({
    code: 'model.unsupported_layer',
    message: `Layer "${layer.name}" (${layer.class.slice(0, 80)}) can't be used. ${reason}`,
    details: { layer: layer.name, class: layer.class.slice(0, 80) },
  });
}
