import { UserError } from '@graft/errors';
import { defineCode } from './code/code-part';
import { writeTrainable } from './code/write-trainable';
import { writeTraining } from './code/write-training';
import type { TrainingParams } from './training-params';

interface FineTuneParams extends TrainingParams {
  readonly unfreeze: 'last-blocks' | 'all' | 'gradual';
  readonly depthDecay: number;
}

export const fineTuneCode = defineCode<FineTuneParams>({
  kind: 'fine-tune',
  write(scope) {
    const { unfreeze, depthDecay } = scope.params;
    if (unfreeze === 'gradual' || depthDecay < 1) {
      throw new UserError({
        code: 'code.fine_tune',
        message:
          'gradual unfreezing and a depth decay are not written: unfreeze the last blocks at once, with decay 1.',
      });
    }
    const model = scope.change('model');
    const { spec } = scope.result('model');
    scope.say('Some layers of the base learn too, gently.');
    writeTrainable(scope, model, spec);
    writeTraining(scope, scope.params, model, spec);
    scope.give('model', model.variable);
  },
});
