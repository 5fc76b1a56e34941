import type { ActivationConfig } from '@graft/model';
import { activate } from '../activations';
import { takeInput, type LayerBuilder } from '../layer-builder';

export const activation: LayerBuilder<ActivationConfig> = {
  class: 'Activation',
  call(call) {
    const { tf, config, logits } = call;
    return activate(tf, tf.clone(takeInput(call)), config.activation, logits);
  },
};
