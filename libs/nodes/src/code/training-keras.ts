import type { TrainingParams } from '../training-params';
import { writeArguments } from './literals';
import { nameData, type CodeTraining } from './code-training';

const MONITORS = {
  'validation-loss': 'val_loss',
  'validation-accuracy': 'val_accuracy',
  loss: 'loss',
  accuracy: 'accuracy',
} as const;
const CLASSES = { adam: 'Adam', sgd: 'SGD', rmsprop: 'RMSprop' } as const;

export function compileKeras({ scope, params, learner, paces }: CodeTraining): void {
  const optimizer = scope.name('optimizer');
  const smooth = params.labelSmoothing;
  const loss =
    smooth === 0
      ? '"categorical_crossentropy"'
      : `keras.losses.CategoricalCrossentropy(label_smoothing=${String(smooth)})`;
  const byDepth = Object.keys(paces).length > 0;
  if (byDepth) scope.use('learn-by-depth');
  scope.add(
    `${optimizer} = ${byDepth ? writeByDepth(params, scope.constant('PACES', paces)) : writeOptimiser(params)}`,
  );
  if (params.weightDecay > 0 && !byDepth) {
    scope.add(`${optimizer}.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])`);
  }
  scope.add(
    `${learner}.compile(`,
    `    optimizer=${optimizer},`,
    `    loss=${loss},`,
    '    metrics=["accuracy"],',
    ')',
  );
}

export function fitKeras(training: CodeTraining): void {
  const { scope, params, learner, rate, classWeights, views, paces } = training;
  const [learn, check] = [nameData(scope, 'learn'), nameData(scope, 'check')];
  const callbacks = listCallbacks(params);
  if (rate !== null) {
    scope.use('follow-rate');
    const name = scope.name('rate');
    const lines = rate.replace(/ (if|else) /g, '\n        $1 ');
    scope.add('', '', `def ${name}(step):`, '    return (', `        ${lines}`, '    )', '', '');
    callbacks.unshift(`LearningRate(${name})`);
  }
  scope.add(
    `${learner}.fit(`,
    ...(views === null
      ? [`    ${learn.x},`, `    ${learn.y},`]
      : [`    Views(${learn.x}, ${learn.y}, ${String(views)}, ${String(params.batchSize)}),`]),
    `    epochs=${String(params.epochs)},`,
    ...(views === null ? [`    batch_size=${String(params.batchSize)},`] : []),
    `    validation_data=(${check.x}, ${check.y}),`,
    ...(classWeights === null ? [] : [`    class_weight={${writeWeights(classWeights)}},`]),
    ...(callbacks.length === 0
      ? []
      : ['    callbacks=[', ...callbacks.map((each) => `        ${each},`), '    ],']),
    '    verbose=2,',
    ')',
  );
  if (Object.keys(paces).length > 0) {
    scope.say('A file of this model shall not ask for an optimiser that Keras does not have.');
    scope.add(`${learner}.compile()`);
  }
}

function listCallbacks(params: TrainingParams): string[] {
  const { earlyStopping, keepBest, epochs, schedule, scheduleEpochs, scheduleFactor } = params;
  const monitor = MONITORS[params.monitor];
  const patience = earlyStopping > 0 ? earlyStopping : epochs;
  const plateau = { monitor, factor: scheduleFactor, patience: scheduleEpochs, min_delta: 1e-4 };
  const stopping = { monitor, patience, restore_best_weights: keepBest };
  return [
    ...(schedule === 'plateau'
      ? [`keras.callbacks.ReduceLROnPlateau(${writeArguments('keras', plateau)})`]
      : []),
    ...(keepBest || earlyStopping > 0
      ? [`keras.callbacks.EarlyStopping(${writeArguments('keras', stopping)})`]
      : []),
  ];
}

function writeOptimiser(params: TrainingParams): string {
  const { optimiser, weightDecay } = params;
  const decay = weightDecay > 0 ? { weight_decay: weightDecay } : {};
  const values = writeArguments('keras', { ...listSettings(params), ...decay });
  return `keras.optimizers.${CLASSES[optimiser]}(${values})`;
}

function writeByDepth(params: TrainingParams, paces: string): string {
  const { optimiser, weightDecay } = params;
  const decay = weightDecay > 0 ? { decay: weightDecay } : {};
  const values = writeArguments('keras', { ...listSettings(params), ...decay });
  return `by_depth(keras.optimizers.${CLASSES[optimiser]}, ${paces}, ${values})`;
}

function listSettings({ optimiser, learningRate, momentum, gradientClip }: TrainingParams) {
  return {
    learning_rate: learningRate,
    ...(optimiser === 'sgd' ? { momentum } : {}),
    ...(gradientClip > 0 ? { global_clipnorm: gradientClip } : {}),
  };
}

function writeWeights(weights: readonly number[]): string {
  return weights.map((weight, label) => `${String(label)}: ${weight.toFixed(6)}`).join(', ');
}
