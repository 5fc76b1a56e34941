import { countElements, type ModelSpec } from '@graft/model';

/** A layer as a line of a model summary. */
export interface LayerRow {
  readonly name: string;
  readonly kind: string;
  readonly block: string;
  /** Without the batch dimension: `7 x 7 x 1280`. */
  readonly shape: string;
  readonly weights: number;
  readonly trains: boolean;
  readonly inbound: string;
}

/** Every layer from the input on, with its shape, its weights and whether training changes them. */
export function listLayerRows(spec: ModelSpec): LayerRow[] {
  return spec.layers.map(({ name, block, inbound, outputShape, trainable, weights, ...layer }) => ({
    ...{ name, block, kind: layer.class },
    shape: outputShape.join(' × '),
    weights: weights.reduce((sum, { shape }) => sum + countElements(shape), 0),
    trains: trainable && weights.length > 0,
    inbound: inbound.join(', '),
  }));
}
