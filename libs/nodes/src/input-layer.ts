import { UserError } from '@graft/errors';
import type { ModelSpec } from '@graft/model';
import type { ImageInput } from './define-step';

/** Name of the layer that takes the examples. */
export function findInputLayer(spec: ModelSpec): string {
  return spec.layers.find((layer) => layer.inbound.length === 0)?.name ?? spec.output;
}

/** @throws UserError `model.not-for-pictures` when the model reads something else. */
export function requireImageInput(spec: ModelSpec): ImageInput {
  if (spec.input.kind === 'image') return spec.input;
  throw new UserError({
    code: 'model.not-for-pictures',
    message: `This model reads ${spec.input.kind === 'tokens' ? 'text' : 'vectors'}, not pictures. Wire a data set of that kind.`,
  });
}
