import { defineCode } from './code/code-part';
import { writeTraining } from './code/write-training';
import type { TrainingParams } from './training-params';

export const trainCode = defineCode<TrainingParams>({
  kind: 'train',
  write(scope) {
    const model = scope.change('model');
    writeTraining(scope, scope.params, model, scope.result('model').spec);
    scope.give('model', model.variable);
  },
});
