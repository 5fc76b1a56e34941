import type { ConcatenateConfig } from '@graft/model';
import type { LayerBuilder } from '../layer-builder';

export const concatenate: LayerBuilder<ConcatenateConfig> = {
  class: 'Concatenate',
  call({ tf, inputs, config }) {
    return tf.concat([...inputs], config.axis);
  },
};
