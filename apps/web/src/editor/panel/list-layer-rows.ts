import { countElements, type ModelSpec } from '@graft/model';
import { startsAnew } from '../inspector/starts-anew';

/** A layer as a line of a model summary. */
export interface LayerRow {
  readonly name: string;
  readonly kind: string;
  readonly block: string;
  /** Without the batch dimension: `7 x 7 x 1280`. */
  readonly shape: string;
  readonly weights: number;
  readonly trains: boolean;
  /** It begins with drawn weights, not with learned ones. */
  readonly anew: boolean;
  readonly inbound: string;
}

/** Every layer from the input on, with its shape, its weights and whether training changes them. */
export function listLayerRows(spec: ModelSpec): LayerRow[] {
  return spec.layers.map((layer) => ({
    ...{ name: layer.name, block: layer.block, kind: layer.class },
    shape: layer.outputShape.join(' × '),
    weights: layer.weights.reduce((sum, { shape }) => sum + countElements(shape), 0),
    trains: layer.trainable && layer.weights.length > 0,
    anew: startsAnew(layer),
    inbound: layer.inbound.join(', '),
  }));
}
