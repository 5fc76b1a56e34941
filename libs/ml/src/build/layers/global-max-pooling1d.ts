import { takeInput, type LayerBuilder } from '../layer-builder';

export const globalMaxPooling1d: LayerBuilder = {
  class: 'GlobalMaxPooling1D',
  call(call) {
    return call.tf.max(takeInput(call), 1);
  },
};
