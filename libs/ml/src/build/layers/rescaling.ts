import type { RescalingConfig } from '@graft/model';
import { takeInput, type LayerBuilder } from '../layer-builder';

export const rescaling: LayerBuilder<RescalingConfig> = {
  class: 'Rescaling',
  call(call) {
    const { tf, config } = call;
    return tf.add(tf.mul(takeInput(call), config.scale), config.offset);
  },
};
