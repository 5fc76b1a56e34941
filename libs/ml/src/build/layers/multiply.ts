import { takeInput, type LayerBuilder } from '../layer-builder';

export const multiply: LayerBuilder = {
  class: 'Multiply',
  call(call) {
    const [, ...others] = call.inputs;
    return others.reduce((result, input) => call.tf.mul(result, input), takeInput(call));
  },
};
