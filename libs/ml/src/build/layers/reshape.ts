import type { ReshapeConfig } from '@graft/model';
import { takeInput, type LayerBuilder } from '../layer-builder';

export const reshape: LayerBuilder<ReshapeConfig> = {
  class: 'Reshape',
  call(call) {
    const x = takeInput(call);
    return call.tf.reshape(x, [x.shape[0] ?? 1, ...call.config.targetShape]);
  },
};
