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

export function compileKeras({ scope, params, learner }: CodeTraining): void {
  const optimizer = scope.name('optimizer');
  const smooth = params.labelSmoothing;
  const loss =
    smooth === 0
      ? '"categorical_crossentropy"'
      : `keras.losses.CategoricalCrossentropy(label_smoothing=${String(smooth)})`;
  scope.add(`${optimizer} = ${writeOptimiser(params)}`);
  if (params.weightDecay > 0) {
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
  const { scope, params, learner, rate, classWeights, views } = training;
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
  const { optimiser, learningRate, momentum, weightDecay, gradientClip } = params;
  const values = {
    learning_rate: learningRate,
    ...(optimiser === 'sgd' ? { momentum } : {}),
    ...(weightDecay > 0 ? { weight_decay: weightDecay } : {}),
    ...(gradientClip > 0 ? { global_clipnorm: gradientClip } : {}),
  };
  return `keras.optimizers.${CLASSES[optimiser]}(${writeArguments('keras', values)})`;
}

function writeWeights(weights: readonly number[]): string {
  return weights.map((weight, label) => `${String(label)}: ${weight.toFixed(6)}`).join(', ');
}
