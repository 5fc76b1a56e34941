import { canTrain } from '../infer-layer';
import { HEAD_BLOCK, listBlocks } from '../layer-graph';
import type { ModelSpec } from '../model-spec';

/**
 * Makes the last `count` blocks below the head trainable (blocks that hold weights; see
 * `listBlocks`), and leaves every other layer as it is. Kept statistics stay kept. A count larger
 * than the number of blocks means all of them.
 */
export function unfreezeLastBlocks(spec: ModelSpec, count: number): ModelSpec {
  const blocks = listBlocks(spec);
  const free = new Set(blocks.slice(Math.max(0, blocks.length - Math.max(0, count))));
  const layers = spec.layers.map((layer) =>
    layer.block !== HEAD_BLOCK && free.has(layer.block) && canTrain(layer.class, layer.weights)
      ? { ...layer, trainable: true }
      : layer,
  );
  return { ...spec, layers };
}
