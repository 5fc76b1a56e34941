import type { Shape } from '../model-spec';
import type { Misfit } from '../layers/shape-arithmetic';

type Config = Readonly<Record<string, unknown>>;

/**
 * Keys that a layer may have only with these values: Graft has no other form of the layer. Seeds of
 * dropout are left out, because Graft draws masks from the seed of the step.
 */
const FIXED: ReadonlyMap<string, readonly unknown[]> = new Map<string, readonly unknown[]>([
  ['data_format', ['channels_last', null]],
  ['dtype', ['float32', null]],
  ['sparse', [false, null]],
  ['ragged', [false, null]],
  ['groups', [1]],
  ['noise_shape', [null]],
  ['keepdims', [false]],
  ['renorm', [false]],
  ['virtual_batch_size', [null]],
]);

/** Keys that say how training from scratch would go, or that the caller reads itself. */
const LEFT_OUT =
  /^(name|trainable|seed|batch_size|batch_input_shape|input_dtype|input_dim|\w+_(initializer|regularizer|constraint))$/;

const PAIRS: ReadonlySet<string> = new Set(['kernelSize', 'strides', 'dilation', 'poolSize']);

/**
 * Turns a layer's configuration as Keras 2 and TensorFlow.js write it into Graft's normal form
 * (before defaults). Keys that no layer class knows stay in, so that the class refuses them by name.
 */
export function normaliseKerasConfig(
  className: string,
  config: Config,
  inputs: readonly Shape[],
): Config | Misfit {
  const normal = new Map<string, unknown>();
  for (const [key, value] of Object.entries(config)) {
    const allowed = FIXED.get(key);
    if (allowed && value !== undefined && !allowed.includes(value)) {
      return { misfit: `"${key}" is ${show(value)}; Graft supports ${show(allowed[0])} only.` };
    }
    if (allowed || LEFT_OUT.test(key)) continue;
    normal.set(key === 'dilation_rate' ? 'dilation' : toCamelCase(key), value);
  }
  const special = SPECIAL.get(className)?.(normal, inputs);
  if (special) return special;
  for (const [key, value] of normal) {
    if (PAIRS.has(key) && typeof value === 'number') normal.set(key, [value, value]);
    if (key === 'activation') normal.set(key, nameActivation(value));
  }
  return Object.fromEntries(normal);
}

type Special = (normal: Map<string, unknown>, inputs: readonly Shape[]) => Misfit | undefined;

const stridesOfPool: Special = (normal) => {
  if (normal.get('strides') === null) normal.set('strides', normal.get('poolSize') ?? [2, 2]);
  return undefined;
};

const lastAxisOnly: Special = (normal, [input]) => {
  const axis = normal.get('axis') ?? -1;
  const [only] = Array.isArray(axis) && axis.length === 1 ? (axis as unknown[]) : [axis];
  if (only !== -1 && only !== input?.length) {
    return { misfit: `It normalises axis ${show(axis)}; Graft supports the last axis only.` };
  }
  normal.delete('axis');
  return undefined;
};

const paddingOfSides: Special = (normal) => {
  const padding = normal.get('padding');
  const sides: unknown[] = Array.isArray(padding) ? padding : [padding, padding];
  if (padding !== undefined) {
    normal.set(
      'padding',
      sides.map((side) => (typeof side === 'number' ? [side, side] : side)),
    );
  }
  return undefined;
};

const SPECIAL: ReadonlyMap<string, Special> = new Map([
  ['MaxPooling2D', stridesOfPool],
  ['AveragePooling2D', stridesOfPool],
  ['BatchNormalization', lastAxisOnly],
  ['ZeroPadding2D', paddingOfSides],
]);

/** Keras calls the same function swish and silu; no function at all is linear. */
function nameActivation(value: unknown): unknown {
  if (value === null || value === undefined) return 'linear';
  return value === 'silu' ? 'swish' : value;
}

function toCamelCase(key: string): string {
  return key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'undefined';
}
