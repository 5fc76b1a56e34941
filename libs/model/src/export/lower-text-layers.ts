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
  const lowered = layers.flatMap((layer) => {
    const table = tables.get(layer.inbound[0] ?? '');
    if (layer.class === OURS && table !== undefined) return lowerMean(layer, table, derived);
    return layer.class === 'Embedding' ? [lowerLookup(layer, derived)] : [layer];
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

/** Softmax over the words of a text, then the sum of their vectors by these shares. */
function lowerMean(
  layer: LayerSpec,
  table: LayerSpec,
  derived: Map<string, DerivedWeight>,
): LayerSpec[] {
  const [rows] = table.weights;
  const [words = 0] = rows?.shape ?? [];
  const [length = 0] = table.outputShape;
  const [known, row, shares] = ['known', 'row', 'shares'].map((part) => `${layer.name}_${part}`);
  const weight = { ...rows, name: `${known ?? ''}/embeddings`, shape: [words + 1, 1] };
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
    step(shares, row, { class: 'Activation', config: { activation: 'softmax' } }),
    {
      ...{ ...layer, class: 'Dot', config: { axes: [1, 1], normalize: false } },
      inbound: [shares ?? '', table.name],
    },
  ];
}
