import type { LayerSpec, Shape } from '../model-spec';

/** How TensorFlow.js and Keras 3 each write a layer down. */
export type KerasDialect = 'tfjs' | 'keras-3';

export type KerasConfig = Record<string, unknown>;

/** Layer classes that Keras and TensorFlow.js have under the same name, with the same meaning; those for texts once lowered. */
const SHARED: ReadonlySet<string> = new Set([
  'Activation',
  'Add',
  'AveragePooling2D',
  'BatchNormalization',
  'Concatenate',
  'Conv1D',
  'Conv2D',
  'Dense',
  'DepthwiseConv2D',
  'Dot',
  'Dropout',
  'Embedding',
  'Flatten',
  'GlobalAveragePooling2D',
  'GlobalMaxPooling1D',
  'GlobalMaxPooling2D',
  'InputLayer',
  'MaxPooling2D',
  'Multiply',
  'ReLU',
  'Rescaling',
  'Reshape',
  'SeparableConv2D',
  'ZeroPadding2D',
]);

/** What a format can't say of this layer, in words; undefined when it can say all of it. */
export function findLacking(layer: LayerSpec, dialect: KerasDialect): string | undefined {
  if (!SHARED.has(layer.class)) return `it has no ${layer.class} layer`;
  const { negativeSlope = 0, threshold = 0 } = layer.config;
  const plain = negativeSlope === 0 && threshold === 0;
  if (layer.class === 'ReLU' && dialect === 'tfjs' && !plain) {
    return 'its ReLU layer has no slope and no threshold';
  }
  // The layer of TensorFlow.js 4.22 reads the setting and then convolves without it.
  if (layer.class === 'DepthwiseConv2D' && dialect === 'tfjs' && isDilated(layer)) {
    return 'its DepthwiseConv2D layer ignores dilation';
  }
  return undefined;
}

function isDilated({ config }: LayerSpec): boolean {
  const { dilation } = config;
  return Array.isArray(dilation) && dilation.some((step) => step !== 1);
}

/** The configuration of a layer as Keras writes it: the opposite of `normaliseKerasConfig`. */
export function writeKerasConfig(layer: LayerSpec, dialect: KerasDialect): KerasConfig {
  const { name, trainable } = layer;
  if (layer.class === 'InputLayer') return writeInput(layer, dialect);
  const config: KerasConfig = { name, trainable, dtype: 'float32' };
  for (const [key, value] of Object.entries(layer.config)) {
    config[key === 'dilation' ? 'dilation_rate' : toSnakeCase(key)] = value;
  }
  if (layer.class === 'BatchNormalization') config['axis'] = -1;
  // Its ReLU layer reads nothing else, and complains of what it does not know.
  if (layer.class === 'ReLU' && dialect === 'tfjs') {
    delete config['negative_slope'];
    delete config['threshold'];
  }
  return config;
}

function writeInput({ name, outputShape }: LayerSpec, dialect: KerasDialect): KerasConfig {
  const shape = withBatch(outputShape);
  return dialect === 'tfjs'
    ? { name, batch_input_shape: shape, dtype: 'float32', sparse: false }
    : { name, batch_shape: shape, dtype: 'float32', sparse: false };
}

/** Batches are of any size. */
export function withBatch(shape: Shape): (number | null)[] {
  return [null, ...shape];
}

function toSnakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
