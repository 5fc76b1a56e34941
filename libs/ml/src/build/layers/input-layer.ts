import { UnexpectedError } from '@graft/errors';
import type { LayerBuilder } from '../layer-builder';

/** Never computed: an input is fed. */
export const inputLayer: LayerBuilder = {
  class: 'InputLayer',
  call({ name }) {
    throw new UnexpectedError({
      code: 'model.input-missing',
      message: `The model reads the input layer "${name}", but no tensor was fed for it.`,
    });
  },
};
