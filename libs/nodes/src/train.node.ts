import { defineNode } from '@graft/graph';
import { checkTrainable, checkTrainingData } from './check-training';
import { inferTraining } from './infer-training';
import {
  limitTraining,
  TRAINING_READS,
  selectTrainingParams,
  trainingFields,
  trainingParams,
} from './training-params';

export const trainNode = defineNode({
  kind: 'train',
  version: 1,
  group: 'learn',
  title: 'Train',
  basic: true,
  summary: 'Learns the weights that are not frozen.',
  docs: `Trains the trainable layers; frozen ones keep their weights and always run in inference mode, batch
normalisation and dropout included. When the base below the head is frozen and nothing augments the
data, Graft runs the base once per example instead of once per epoch: the result is the same, and much
faster.

**When**: after *Add head*, with the base frozen; or with everything trainable, to train from scratch.

**Typical**: 20 epochs, batches of 32, Adam at 1e-3 for a new head. If the validation loss rises while
the training loss falls, the model overfits: fewer epochs, early stopping (5 epochs), weight decay or
more data. The history keeps a row before the first step. A loss that is not a number ends the step at
once with an error that names epoch and batch.

Source: the Keras guide "Transfer learning & fine-tuning"; Kingma and Ba, "Adam", 2015; Loshchilov and
Hutter, "Decoupled weight decay regularization", 2019.`,
  inputs: {
    model: { type: 'model', title: 'Model' },
    train: { type: 'dataset', title: 'Train' },
    validation: { type: 'dataset', title: 'Validation' },
  },
  outputs: {
    model: { type: 'model', title: 'Trained' },
    history: { type: 'history', title: 'History' },
  },
  params: trainingParams,
  fields: trainingFields,
  check(inputs, _params, context) {
    return [...checkTrainable(inputs.model.spec), ...checkTrainingData(inputs, context)];
  },
  infer(inputs, params, context) {
    return inferTraining(inputs.model, inputs, params, context);
  },
  step: {
    implementation: 2,
    resource: 'gpu',
    cacheable: true,
    changeable: true,
    timeLimitSeconds: limitTraining,
    stepParams: selectTrainingParams,
    reads: TRAINING_READS,
  },
});
