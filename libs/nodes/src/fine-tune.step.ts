import { defineStep } from './define-step';
import { fineTuneNode } from './fine-tune.node';
import { layerRatesOf } from './layer-rates';
import { runTraining } from './run-training';

/** The second phase: more of the base trains, lower blocks later or slower. */
export const fineTuneStep = defineStep({
  kind: 'fine-tune',
  run(context) {
    const params = fineTuneNode.params.parse(context.step.params);
    const layerRates = layerRatesOf(context.spec('model'), params);
    return runTraining(context, { params, layerRates });
  },
});
