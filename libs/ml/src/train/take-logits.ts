import { UnexpectedError } from '@graft/errors';
import type { BuiltModel } from '../build/built-model';
import type { Tensor } from '../tf';

/** The one output of a model that is trained or measured. */
export function takeLogits(model: BuiltModel, outputs: Readonly<Record<string, Tensor>>): Tensor {
  const [name = ''] = model.outputs;
  const logits = outputs[name];
  if (logits && model.outputs.length === 1) return logits;
  throw new UnexpectedError({
    code: 'train.outputs',
    message: `Training needs a model with one output, but this one has ${model.outputs.length}.`,
  });
}
