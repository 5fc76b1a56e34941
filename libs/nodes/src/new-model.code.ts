import { defineCode } from './code/code-part';
import { writeChainedModel } from './code/write-chained-model';

export const newModelCode = defineCode<{ seed: number }>({
  kind: 'new-model',
  write(scope) {
    const { spec } = scope.result('model');
    scope.say('Random weights: it has learned nothing yet.');
    scope.give('model', writeChainedModel(scope, spec));
  },
});
