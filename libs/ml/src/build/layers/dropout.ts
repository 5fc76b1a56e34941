import type { DropoutConfig } from '@graft/model';
import { drawDropoutMask } from '../dropout-mask';
import { takeInput, type LayerBuilder } from '../layer-builder';

export const dropout: LayerBuilder<DropoutConfig> = {
  class: 'Dropout',
  call(call) {
    const { tf, config, name, training } = call;
    const x = takeInput(call);
    if (!training || config.rate === 0) return tf.clone(x);
    const mask = drawDropoutMask(x.size, config.rate, { ...training, name });
    return tf.mul(x, tf.tensor(mask, x.shape, 'float32'));
  },
};
