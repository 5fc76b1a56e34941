import { takeInput, type LayerBuilder } from '../layer-builder';

export const flatten: LayerBuilder = {
  class: 'Flatten',
  call(call) {
    const x = takeInput(call);
    const values = x.shape.slice(1).reduce((product, size) => product * size, 1);
    return call.tf.reshape(x, [-1, values]);
  },
};
