import type { LayerSpec, WeightSpec } from '../model-spec';

/** Where the values of a weight that a file has and the model has not come from. */
export interface DerivedWeight {
  /** Weight of the model. */
  readonly from: string;
  /** Its rows with one of zeros before them, or for each of those 0 where it counts and a large negative number where not. */
  readonly as: 'padded-rows' | 'row-shares';
}

export interface LoweredLayers {
  readonly layers: readonly LayerSpec[];
  /** By name of the weight. */
  readonly derived: ReadonlyMap<string, DerivedWeight>;
}

/** Layers of ours that become layers every Keras has. */
const OURS = 'MaskedAveragePooling1D';

/**
 * Layers for texts said in the layers of Keras and TensorFlow.js. A stock embedding has a row for padding: it is of
 * zeros. The mean of the words alone is a sum whose shares are a softmax over 0 for a word and a large negative number
 * for padding: a text without a word that is known gives zeros, where a masked mean of Keras divides by zero. What is
 * averaged elsewhere than right behind its word vectors stays as it is.
 */
export function lowerTextLayers(layers: readonly LayerSpec[]): LoweredLayers {
  const derived = new Map<string, DerivedWeight>();
  const tables = new Map(
    layers.flatMap((layer) => (layer.class === 'Embedding' ? [[layer.name, layer]] : [])),
  );
  const isMean = ({ class: name, inbound }: LayerSpec) =>
    name === OURS && tables.has(inbound[0] ?? '');
  const lowered = layers.flatMap((layer) => {
    if (isMean(layer)) return [lowerMean(layer)];
    if (layer.class !== 'Embedding') return [layer];
    // Keras counts layers from the farthest to the nearest to the output: shares come before the vectors.
    const means = layers.filter((each) => isMean(each) && each.inbound[0] === layer.name);
    const shares = means.flatMap((mean) => listShares(mean, layer, derived));
    return [...shares, lowerLookup(layer, derived)];
  });
  return { layers: lowered, derived };
}

function lowerLookup(layer: LayerSpec, derived: Map<string, DerivedWeight>): LayerSpec {
  const [rows] = layer.weights;
  const [words = 0, dimensions = 0] = rows?.shape ?? [];
  if (rows !== undefined) derived.set(rows.name, { from: rows.name, as: 'padded-rows' });
  return {
    ...layer,
    config: { inputDim: words + 1, outputDim: dimensions },
    weights: layer.weights.map((weight) => ({ ...weight, shape: [words + 1, dimensions] })),
  };
}

/** The sum of vectors by their shares. */
function lowerMean(layer: LayerSpec): LayerSpec {
  const config = { axes: [1, 1], normalize: false };
  return { ...layer, class: 'Dot', config, inbound: [nameShares(layer), ...layer.inbound] };
}

function nameShares({ name }: LayerSpec): string {
  return `${name}_shares`;
}

/** Softmax over the words of a text. */
function listShares(
  layer: LayerSpec,
  table: LayerSpec,
  derived: Map<string, DerivedWeight>,
): LayerSpec[] {
  const [rows] = table.weights;
  const [words = 0] = rows?.shape ?? [];
  const [length = 0] = table.outputShape;
  const [known, row] = [`${layer.name}_known`, `${layer.name}_row`];
  const weight = { ...rows, name: `${known}/embeddings`, shape: [words + 1, 1] };
  derived.set(weight.name, { from: rows?.name ?? '', as: 'row-shares' });
  const step = (name = '', from = '', more: Partial<LayerSpec>): LayerSpec => ({
    ...{ ...layer, name, inbound: [from], weights: [], trainable: false, outputShape: [length] },
    ...more,
  });
  return [
    step(known, table.inbound[0], {
      ...{ class: 'Embedding', config: { inputDim: words + 1, outputDim: 1 } },
      ...{ outputShape: [length, 1], weights: [weight as WeightSpec] },
    }),
    step(row, known, { class: 'Reshape', config: { targetShape: [length] } }),
    step(nameShares(layer), row, { class: 'Activation', config: { activation: 'softmax' } }),
  ];
}
