import { listBlocks } from './layer-graph';
import type { ModelSpec } from './model-spec';

/** A block whose output still has a place for everything in the picture. */
export interface MapPlace {
  readonly block: string;
  /** The last layer of the block that has feature maps. */
  readonly layer: string;
  readonly height: number;
  readonly width: number;
  /** How many maps there are. */
  readonly channels: number;
}

/** Blocks with learned weights that give feature maps, from the input on. None in models for texts. */
export function listMapPlaces(spec: Pick<ModelSpec, 'layers'>): MapPlace[] {
  const weighted = new Set(listBlocks(spec));
  const places = new Map<string, MapPlace>();
  for (const { name, block, outputShape } of spec.layers) {
    const [height = 1, width = 1, channels = 1] = outputShape;
    if (!weighted.has(block) || outputShape.length !== 3 || height * width === 1) continue;
    places.set(block, { block, layer: name, height, width, channels });
  }
  return [...places.values()];
}
