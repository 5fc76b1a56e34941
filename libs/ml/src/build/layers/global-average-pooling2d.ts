import { takeInput, type LayerBuilder } from '../layer-builder';

export const globalAveragePooling2d: LayerBuilder = {
  class: 'GlobalAveragePooling2D',
  call(call) {
    return call.tf.mean(takeInput(call), [1, 2]);
  },
};
