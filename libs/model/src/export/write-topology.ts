import { UserError } from '@graft/errors';
import { collectAncestors } from '../layer-graph';
import { lowerTextLayers, type DerivedWeight } from './lower-text-layers';
import type { LayerSpec, ModelSpec, WeightSpec } from '../model-spec';
import {
  findLacking,
  withBatch,
  writeKerasConfig,
  type KerasConfig,
  type KerasDialect,
} from './write-keras-config';

/** A weight of the model that is written, with the place Keras keeps it at. */
export interface WrittenWeight extends Pick<WeightSpec, 'name' | 'shape'> {
  /** `layers/conv2d_1/vars/0`: classes are counted, names are not used. */
  readonly kerasPath: string;
  /** Null for a weight that is written as the model has it. */
  readonly derived: DerivedWeight | null;
}

export interface WrittenTopology {
  readonly topology: KerasConfig;
  readonly weights: readonly WrittenWeight[];
  /** Groups of the Keras weight file, in order, each with the name of its layer. */
  readonly kerasGroups: readonly { path: string; name: string }[];
}

/** The first layer that a format lacks, and what it lacks; null when the model can be written. */
export function findUnwritable(
  spec: Pick<ModelSpec, 'layers' | 'output'>,
  dialect: KerasDialect,
): { layer: string; lacks: string } | null {
  for (const layer of lowerTextLayers(leadingLayers(spec)).layers) {
    const lacks = findLacking(layer, dialect);
    if (lacks !== undefined) return { layer: layer.name, lacks };
  }
  return null;
}

/**
 * The functional model of Keras that does what the spec does.
 * @throws UserError `export.unsupported_layer` naming the layer that the format lacks
 */
export function writeTopology(spec: ModelSpec, dialect: KerasDialect): WrittenTopology {
  const unwritable = findUnwritable(spec, dialect);
  if (unwritable) throw unsupported(unwritable, dialect);
  const { layers, derived } = lowerTextLayers(leadingLayers(spec));
  const shapes = new Map(layers.map(({ name, outputShape }) => [name, outputShape]));
  const names = dialect === 'keras-3' ? nameForKeras(layers) : new Map<string, string>();
  const nameOf = (name: string): string => names.get(name) ?? name;
  const written = layers.map((layer) => {
    const renamed = { ...layer, name: nameOf(layer.name) };
    const config = writeKerasConfig(renamed, dialect);
    const inputs = layer.inbound.map((name) => ({ name: nameOf(name), shape: shapes.get(name) }));
    const inbound = dialect === 'tfjs' ? callOfTfjs(inputs) : callOfKeras(inputs);
    const place = dialect === 'tfjs' ? {} : { module: 'keras.layers', registered_name: null };
    return {
      ...place,
      class_name: layer.class,
      name: renamed.name,
      config,
      inbound_nodes: inbound,
    };
  });
  const input = nameOf(layers.find(({ inbound }) => inbound.length === 0)?.name ?? '');
  const config = {
    name: 'graft',
    trainable: true,
    layers: written,
    input_layers: [[input, 0, 0]],
    output_layers: [[nameOf(spec.output), 0, 0]],
  };
  const groups = nameGroups(layers);
  return {
    topology:
      dialect === 'tfjs'
        ? { class_name: 'Model', config }
        : {
            module: 'keras.src.models.functional',
            class_name: 'Functional',
            config,
            registered_name: null,
          },
    weights: layers.flatMap((layer) =>
      layer.weights.map(({ name, shape }, index) => ({
        ...{ name, shape },
        kerasPath: `${groups.get(layer.name) ?? ''}/vars/${String(index)}`,
        derived: derived.get(name) ?? null,
      })),
    ),
    kerasGroups: layers.map(({ name }) => ({ path: groups.get(name) ?? '', name: nameOf(name) })),
  };
}

function leadingLayers(spec: Pick<ModelSpec, 'layers' | 'output'>): LayerSpec[] {
  const leading = collectAncestors(spec, [spec.output]);
  return spec.layers.filter(({ name }) => leading.has(name));
}

interface Source {
  name: string;
  shape: readonly number[] | undefined;
}

function callOfTfjs(inputs: readonly Source[]): unknown[] {
  return inputs.length === 0 ? [] : [inputs.map(({ name }) => [name, 0, 0, {}])];
}

function callOfKeras(inputs: readonly Source[]): unknown[] {
  if (inputs.length === 0) return [];
  const tensors = inputs.map(({ name, shape = [] }) => ({
    class_name: '__keras_tensor__',
    config: { shape: withBatch(shape), dtype: 'float32', keras_history: [name, 0, 0] },
  }));
  return [{ args: tensors.length === 1 ? tensors : [tensors], kwargs: {} }];
}

/** Names of layers in Keras files where they differ: Keras 3 refuses a slash in a name. */
export function nameForKeras(layers: readonly LayerSpec[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set(layers.map(({ name }) => name).filter((name) => !name.includes('/')));
  for (const { name } of layers) {
    if (!name.includes('/')) continue;
    let free = name.replaceAll('/', '_');
    while (taken.has(free)) free += '_';
    taken.add(free);
    names.set(name, free);
  }
  return names;
}

/** Keras counts layers of a class: `layers/dense`, `layers/dense_1` ... in the order of the model. */
function nameGroups(layers: readonly LayerSpec[]): Map<string, string> {
  const counts = new Map<string, number>();
  return new Map(
    layers.map((layer) => {
      const name = layer.class
        .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
        .replace(/([a-z])([A-Z])/g, '$1_$2')
        .toLowerCase();
      const count = counts.get(name) ?? 0;
      counts.set(name, count + 1);
      return [layer.name, `layers/${name}${count === 0 ? '' : `_${String(count)}`}`];
    }),
  );
}

const TITLES = { tfjs: 'TensorFlow.js', 'keras-3': 'Keras' } as const;

function unsupported(found: { layer: string; lacks: string }, dialect: KerasDialect): UserError {
  return new UserError({
    code: 'export.unsupported_layer',
    message: `Layer "${found.layer}" can't be written for ${TITLES[dialect]}: ${found.lacks}. Export as ONNX instead.`,
    details: { layer: found.layer },
  });
}
