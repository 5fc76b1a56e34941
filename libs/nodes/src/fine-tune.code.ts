import { defineCode } from './code/code-part';
import { writeTrainable } from './code/write-trainable';
import { writeTraining } from './code/write-training';
import { layerRatesOf, type DepthSettings } from './layer-rates';
import type { TrainingParams } from './training-params';

export const fineTuneCode = defineCode<TrainingParams & DepthSettings>({
  kind: 'fine-tune',
  write(scope) {
    const { params } = scope;
    const model = scope.change('model');
    const { spec } = scope.result('model');
    scope.say('Some layers of the base learn too, gently.');
    if (params.unfreeze === 'gradual') {
      scope.say(
        `Layers further from the head join later, one block every ${String(params.epochsPerBlock)} epochs: PACES says in which step.`,
      );
    }
    if (params.depthDecay < 1) {
      scope.say('The further from the head, the smaller the steps: PACES says by how much.');
    }
    writeTrainable(scope, model, spec);
    writeTraining(scope, params, model, spec, layerRatesOf(spec, params));
    scope.give('model', model.variable);
  },
});
