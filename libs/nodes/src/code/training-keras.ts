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

export function compileKeras(training: CodeTraining): void {
  const { scope, params, learner, rate, paces } = training;
  const learningRate = rate === null ? training.learningRate : defineRate(scope, rate);
  const optimizer = scope.name('optimizer');
  const smooth = params.labelSmoothing;
  const loss =
    smooth === 0
      ? '"categorical_crossentropy"'
      : `keras.losses.CategoricalCrossentropy(label_smoothing=${String(smooth)})`;
  const byDepth = Object.keys(paces).length > 0;
  if (byDepth) scope.use('learn-by-depth');
  scope.add(
    `${optimizer} = ${byDepth ? writeByDepth(params, learningRate, scope.constant('PACES', paces)) : writeOptimiser(params, learningRate)}`,
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
  const { scope, params, learner, rate, classWeights, views, paces, history, checks } = training;
  const [learn, check] = [nameData(scope, 'learn'), nameData(scope, 'check')];
  const callbacks = listCallbacks(params);
  scope.add(
    `${history === null ? '' : `${history} = `}${learner}.fit(`,
    ...(views === null
      ? [`    ${learn.x},`, `    ${learn.y},`]
      : [`    Views(${learn.x}, ${learn.y}, ${String(views)}, ${String(params.batchSize)}),`]),
    `    epochs=${String(params.epochs)},`,
    ...(views === null ? [`    batch_size=${String(params.batchSize)},`] : []),
    ...(checks ? [`    validation_data=(${check.x}, ${check.y}),`] : []),
    ...(classWeights === null ? [] : [`    class_weight={${writeWeights(classWeights)}},`]),
    ...(callbacks.length === 0
      ? []
      : ['    callbacks=[', ...callbacks.map((each) => `        ${each},`), '    ],']),
    '    verbose=2,',
    ')',
  );
  if (history === null && (rate !== null || Object.keys(paces).length > 0)) {
    scope.say('A file of this model shall not ask for what Keras itself does not have.');
    scope.add(`${learner}.compile()`);
  }
}

/** @returns the learning rate of a step, as an optimiser takes it */
function defineRate(scope: CodeTraining['scope'], rate: string): string {
  scope.use('follow-rate');
  const name = scope.name('rate');
  const inLines = rate.replace(
    /where\((.*?), (.*?), (.*)\)/,
    'where(\n        $1,\n        $2,\n        $3,\n    )',
  );
  scope.add('', '', `def ${name}(step):`, `    return ${inLines}`, '', '');
  return `LearningRate(${name})`;
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

function writeOptimiser(params: TrainingParams, learningRate: string): string {
  const { optimiser, weightDecay } = params;
  const decay = weightDecay > 0 ? { weight_decay: weightDecay } : {};
  const values = writeSettings(learningRate, { ...listSettings(params), ...decay });
  return `keras.optimizers.${CLASSES[optimiser]}(${values})`;
}

function writeByDepth(params: TrainingParams, learningRate: string, paces: string): string {
  const { optimiser, weightDecay } = params;
  const decay = weightDecay > 0 ? { decay: weightDecay } : {};
  const values = writeSettings(learningRate, { ...listSettings(params), ...decay });
  return `by_depth(keras.optimizers.${CLASSES[optimiser]}, ${paces}, ${values})`;
}

function writeSettings(learningRate: string, others: Record<string, unknown>): string {
  return [`learning_rate=${learningRate}`, writeArguments('keras', others)]
    .filter((each) => each !== '')
    .join(', ');
}

function listSettings({ optimiser, momentum, gradientClip }: TrainingParams) {
  return {
    // Keras takes no whole number for it.
    ...(optimiser === 'sgd' && momentum > 0 ? { momentum } : {}),
    ...(gradientClip > 0 ? { global_clipnorm: gradientClip } : {}),
  };
}

function writeWeights(weights: readonly number[]): string {
  return weights.map((weight, label) => `${String(label)}: ${weight.toFixed(6)}`).join(', ');
}
