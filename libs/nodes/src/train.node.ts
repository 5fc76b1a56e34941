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

**Options**, each with what is usual:

- *Schedule*: constant is fine for a head; cosine or one cycle for longer trainings; step (a tenth after
  some epochs) and plateau (a tenth when the validation stops improving) need no plan ahead. *Warm-up*:
  5 to 10 % of the steps where layers of a base train.
- *Early stopping*: 5 to 10 epochs, with *keep best*.
- *Class weights*: balanced, when one class has many times the examples of another.
- *Label smoothing*: 0.1 with many classes or doubtful labels; it can make features transfer worse.
- *Gradient clip*: 1, when the loss jumps. *Weight decay*: 1e-4 to 1e-2, off for biases and
  normalisation.

Where the set of trained weights changes (here, in *Fine-tune*, and with gradual unfreezing in between)
the optimiser starts anew; the history names the blocks and the epoch.

Source: the Keras guide "Transfer learning & fine-tuning"; Kingma and Ba, "Adam", 2015; Loshchilov and
Hutter, "SGDR" (cosine), 2017, and "Decoupled weight decay regularization", 2019; Smith, "A disciplined
approach to neural network hyper-parameters" (one cycle), 2018; Goyal et al., "Accurate, large minibatch
SGD" (warm-up), 2017; Prechelt, "Early stopping, but when?", 1998; Szegedy et al., "Rethinking the
Inception architecture" (label smoothing), 2016; Kornblith et al., "Do better ImageNet models transfer
better?", 2019; Pascanu et al., "On the difficulty of training recurrent neural networks" (clipping),
2013; King and Zeng, "Logistic regression in rare events data" (class weights), 2001.`,
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
    implementation: 4,
    resource: 'gpu',
    cacheable: true,
    searchesLearningRate: true,
    changeable: true,
    timeLimitSeconds: limitTraining,
    stepParams: selectTrainingParams,
    reads: TRAINING_READS,
  },
});
