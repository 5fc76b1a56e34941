import { UserError } from '@graft/errors';
import { deriveSeed } from '@graft/graph';
import { canTrain, inferLayer } from './infer-layer';
import { shapeOfInput } from './input-shape';
import type { WeightSlot } from './layer-class';
import { isMisfit } from './layers/shape-arithmetic';
import {
  MODEL_FORMAT,
  type InputSpec,
  type LayerSpec,
  type ModelSpec,
  type WeightSource,
  type WeightSpec,
} from './model-spec';

/** A layer to add; what it leaves out follows from its class and inputs. */
export interface LayerDraft {
  name: string;
  class: string;
  /** Keys with a default may be left out. */
  config?: Readonly<Record<string, unknown>>;
  /** Layers it reads; default: the present output of the model. */
  inbound?: readonly string[];
  block: string;
  /** Default: true where training can change the layer at all. */
  trainable?: boolean;
  /** Initial weights come from this seed and the weight's name. At least 1. */
  seed: number;
}

export type InitialiserName = Extract<WeightSource, { kind: 'initialiser' }>['name'];

/** A spec of an input alone: layer `input` of the shape that examples have. */
export function createInput(input: InputSpec, name = 'input'): ModelSpec {
  const shape = [...shapeOfInput(input)];
  return {
    format: MODEL_FORMAT,
    input,
    layers: [
      {
        name,
        class: 'InputLayer',
        config: { shape },
        inbound: [],
        outputShape: shape,
        trainable: false,
        weights: [],
        block: name,
      },
    ],
    output: name,
    featureLayer: null,
    labels: null,
  };
}

/** A model from its input and layers, each of which reads the one before unless it says otherwise. */
export function createSpec(input: InputSpec, layers: readonly LayerDraft[]): ModelSpec {
  return layers.reduce(appendLayer, createInput(input));
}

/**
 * Adds a freshly initialised layer, which becomes the output. Throws UserError: `model.misfit` with
 * the layer's name and the reason, `model.duplicate_layer`, `model.unknown_layer`.
 */
export function appendLayer(spec: ModelSpec, draft: LayerDraft): ModelSpec {
  if (spec.layers.some((layer) => layer.name === draft.name)) {
    throw new UserError({
      code: 'model.duplicate_layer',
      message: `The model already has a layer "${draft.name}". Give each layer its own name.`,
      details: { layer: draft.name },
    });
  }
  const layer = draftLayer(spec, draft);
  return { ...spec, layers: [...spec.layers, layer], output: layer.name };
}

function draftLayer(spec: ModelSpec, draft: LayerDraft): LayerSpec {
  const inbound = [...(draft.inbound ?? [spec.output])];
  const inferred = inferLayer(
    draft.class,
    draft.config ?? {},
    inbound.map((name) => shapeOf(spec, name, draft.name)),
  );
  if (isMisfit(inferred)) throw misfitError(draft.name, inferred.misfit);
  return {
    name: draft.name,
    class: draft.class,
    config: inferred.config,
    inbound,
    outputShape: [...inferred.outputShape],
    trainable: (draft.trainable ?? true) && canTrain(draft.class, inferred.slots),
    ...(draft.class === 'BatchNormalization' ? { statistics: 'trained' as const } : {}),
    weights: inferred.slots.map((slot) => initialise(draft.name, slot, draft.seed)),
    block: draft.block,
  };
}

/** A weight drawn when the step starts, by the class's default initialiser or the one given. */
export function initialise(
  layer: string,
  slot: WeightSlot,
  seed: number,
  initialiser: InitialiserName = slot.initialiser,
): WeightSpec {
  const name = nameWeight(layer, slot.role);
  return {
    name,
    shape: [...slot.shape],
    source: { kind: 'initialiser', name: initialiser, seed: deriveSeed(seed, 'weight', name) },
  };
}

/** Name of a weight: `stem_conv/kernel`. */
export function nameWeight(layer: string, role: string): string {
  return `${layer}/${role}`;
}

export function misfitError(layer: string, reason: string): UserError {
  return new UserError({
    code: 'model.misfit',
    message: `Layer "${layer}" does not fit. ${reason}`,
    details: { layer },
  });
}

function shapeOf(spec: ModelSpec, name: string, reader: string): readonly number[] {
  const source = spec.layers.find((layer) => layer.name === name);
  if (source) return source.outputShape;
  throw new UserError({
    code: 'model.unknown_layer',
    message: `Layer "${reader}" reads "${name}", which the model does not have before it.`,
    details: { layer: reader, inbound: name },
  });
}
