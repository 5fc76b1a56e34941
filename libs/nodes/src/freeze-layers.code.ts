import { defineCode } from './code/code-part';
import { writeTrainable } from './code/write-trainable';

export const freezeLayersCode = defineCode({
  kind: 'freeze-layers',
  write(scope) {
    const model = scope.change('model');
    const { spec } = scope.result('model');
    const frozen = spec.layers.filter((each) => each.weights.length > 0 && !each.trainable);
    scope.say(
      frozen.length === 0
        ? 'Nothing is frozen: every layer learns.'
        : `${String(frozen.length)} layers with weights are frozen: they keep what they know.`,
    );
    writeTrainable(scope, model, spec);
    scope.give('model', model.variable);
  },
});
