import { takeInput, type LayerBuilder } from '../layer-builder';

export const add: LayerBuilder = {
  class: 'Add',
  call(call) {
    const [, ...others] = call.inputs;
    return others.reduce((result, input) => call.tf.add(result, input), takeInput(call));
  },
};
