import { defineStep } from './define-step';
import { runTraining } from './run-training';
import { trainNode } from './train.node';

/** Learns the weights that are not frozen. Outputs `weights` and `history`. */
export const trainStep = defineStep({
  kind: 'train',
  run: (context) => runTraining(context, { params: trainNode.params.parse(context.step.params) }),
});
