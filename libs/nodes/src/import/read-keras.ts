import { UserError } from '@graft/errors';
import { isTooDeep } from '@graft/graph';
import { translateKeras3 } from '@graft/model';
import { readHdf5, type Hdf5Content, type Hdf5Tensor } from './read-hdf5';

/** A model as topology of Keras 2 and its weights by the names that TensorFlow.js gives them. */
export interface KerasModel {
  readonly topology: unknown;
  readonly weights: ReadonlyMap<string, Pick<Hdf5Tensor, 'shape' | 'values'>>;
}

/** A Keras 2 file: configuration and weights in one HDF5 file. @throws UserError `model.*` */
export async function readKerasH5(bytes: Uint8Array): Promise<KerasModel> {
  const content = await readHdf5(bytes, 'model_weights');
  const config = content.attribute('model_config');
  if (config === null) {
    throw new UserError({
      code: 'model.unsupported_model',
      message: 'The file holds weights without a model: save it with model.save("model.h5").',
    });
  }
  // Keras 3 writes such files too, in its own words.
  const topology = translateKeras3(parseText(config));
  const classes = new Map(listLayers(topology).map((layer) => [layer.name, layer.class]));
  const weights = new Map(
    content.tensors.map((tensor) => {
      // model_weights/<layer>/.../<role>:0
      const [, layer = '', ...rest] = tensor.path.split('/');
      const role = (rest.at(-1) ?? '').replace(/:\d+$/, '');
      const deep = classes.get(layer) === 'DepthwiseConv2D' && role === 'kernel';
      return [`${layer}/${deep ? 'depthwise_kernel' : role}`, tensor] as const;
    }),
  );
  return { topology, weights };
}

/** The parts of a Keras 3 `.keras` file. @throws UserError `model.*` */
export async function readKerasArchive(config: Uint8Array, h5: Uint8Array): Promise<KerasModel> {
  const topology = translateKeras3(parseText(new TextDecoder().decode(config)));
  const content = await readHdf5(h5, '');
  const layers = listLayers(topology);
  const groups = nameGroups(layers);
  const weights = new Map<string, Hdf5Tensor>();
  for (const tensor of content.tensors) {
    const place = /^(?:_?layers|layers)\/([^/]+)\/vars\/(\d+)$/.exec(tensor.path);
    // The optimiser's state lies in the same file.
    if (!place) continue;
    const [, group = '', index = ''] = place;
    const layer = findLayer(layers, groups, content, group);
    const role = layer && rolesOf(layer)[Number(index)];
    if (!layer || role === undefined) throw unknownPlace(tensor.path);
    weights.set(`${layer.name}/${role}`, tensor);
  }
  return { topology, weights };
}

interface Layer {
  readonly name: string;
  readonly class: string;
  readonly config: Readonly<Record<string, unknown>>;
}

function listLayers(topology: unknown): Layer[] {
  const { config } = (topology ?? {}) as { config?: { layers?: unknown } };
  const layers = Array.isArray(config?.layers) ? (config.layers as unknown[]) : [];
  return layers.flatMap((each) => {
    const { class_name: name, config: own } = (each ?? {}) as Record<string, unknown>;
    const settings = (own ?? {}) as Layer['config'];
    if (typeof name !== 'string' || typeof settings['name'] !== 'string') return [];
    return [{ name: settings['name'], class: name, config: settings }];
  });
}

/** By the name that newer files keep; else by counting layers of a class, as Keras does. */
function findLayer(
  layers: readonly Layer[],
  groups: ReadonlyMap<string, Layer>,
  content: Hdf5Content,
  group: string,
): Layer | undefined {
  const name = content.nameOf(`layers/${group}/vars`);
  return (
    (name === null ? undefined : layers.find((layer) => layer.name === name)) ?? groups.get(group)
  );
}

function nameGroups(layers: readonly Layer[]): Map<string, Layer> {
  const counts = new Map<string, number>();
  return new Map(
    layers.map((layer) => {
      const name = layer.class
        .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
        .replace(/([a-z])([A-Z])/g, '$1_$2')
        .toLowerCase();
      const count = counts.get(name) ?? 0;
      counts.set(name, count + 1);
      return [count === 0 ? name : `${name}_${String(count)}`, layer] as const;
    }),
  );
}

/** The order in which Keras makes the variables of a layer, with the setting that leaves one out. */
const ROLES: ReadonlyMap<string, readonly [role: string, setting?: string][]> = new Map<
  string,
  readonly [string, string?][]
>([
  ['Dense', [['kernel'], ['bias', 'use_bias']]],
  ['Conv2D', [['kernel'], ['bias', 'use_bias']]],
  ['DepthwiseConv2D', [['depthwise_kernel'], ['bias', 'use_bias']]],
  ['SeparableConv2D', [['depthwise_kernel'], ['pointwise_kernel'], ['bias', 'use_bias']]],
  [
    'BatchNormalization',
    [['gamma', 'scale'], ['beta', 'center'], ['moving_mean'], ['moving_variance']],
  ],
]);

function rolesOf(layer: Layer): string[] {
  const roles = ROLES.get(layer.class) ?? [];
  return roles
    .filter(([, setting]) => setting === undefined || layer.config[setting] !== false)
    .map(([role]) => role);
}

function parseText(text: string): unknown {
  try {
    if (!isTooDeep(text)) return JSON.parse(text);
  } catch {
    // The same sentence for both.
  }
  throw new UserError({
    code: 'model.unsupported_model',
    message: 'The configuration of the model is no JSON, or nested too deeply: save it again.',
  });
}

function unknownPlace(path: string): UserError {
  return new UserError({
    code: 'model.unsupported_model',
    message: `The weight file holds "${path.slice(0, 200)}", which belongs to no layer that Graft knows.`,
    details: { weight: path.slice(0, 200) },
  });
}
