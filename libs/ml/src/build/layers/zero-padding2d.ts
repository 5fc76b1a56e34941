import type { ZeroPadding2DConfig } from '@graft/model';
import { takeInput, type LayerBuilder } from '../layer-builder';

export const zeroPadding2d: LayerBuilder<ZeroPadding2DConfig> = {
  class: 'ZeroPadding2D',
  call(call) {
    const [rows, columns] = call.config.padding;
    return call.tf.pad(takeInput(call), [[0, 0], [...rows], [...columns], [0, 0]]);
  },
};
