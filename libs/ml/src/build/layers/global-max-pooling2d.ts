import { takeInput, type LayerBuilder } from '../layer-builder';

export const globalMaxPooling2d: LayerBuilder = {
  class: 'GlobalMaxPooling2D',
  call(call) {
    return call.tf.max(takeInput(call), [1, 2]);
  },
};
