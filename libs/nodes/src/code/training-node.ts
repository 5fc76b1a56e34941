import type { TrainingParams } from '../training-params';
import { nameData, type CodeTraining } from './code-training';
import { writeArguments } from './literals';

const MONITORS = {
  'validation-loss': 'val_loss',
  'validation-accuracy': 'val_acc',
  loss: 'loss',
  accuracy: 'acc',
} as const;

export function compileNode(training: CodeTraining): void {
  const { scope, params, learner, classes } = training;
  const optimizer = scope.name('optimizer');
  const smooth = params.labelSmoothing;
  const loss =
    smooth === 0
      ? "'categoricalCrossentropy'"
      : `(truth, answer) =>\n    tf.metrics.categoricalCrossentropy(truth.mul(${show(1 - smooth)}).add(${show(smooth / classes)}), answer)`;
  scope.add(
    `const ${optimizer} = ${writeOptimiser(training)};`,
    `${learner}.compile({`,
    `  optimizer: ${optimizer},`,
    `  loss: ${loss},`,
    "  metrics: ['accuracy'],",
    '});',
  );
}

export function fitNode(training: CodeTraining): void {
  const { scope, params, learner, classWeights, views, history, checks } = training;
  const [learn, check] = [nameData(scope, 'learn'), nameData(scope, 'check')];
  const kept = history === null ? '' : `const ${history} = `;
  const callbacks = listCallbacks(training);
  scope.add(
    ...(views === null
      ? [`${kept}await ${learner}.fit(${learn.x}, ${learn.y}, {`]
      : [
          `${kept}await ${learner}.fitDataset(showViews(${scope.name('learn')}, ${String(views)}, ${String(params.batchSize)}), {`,
        ]),
    `  epochs: ${String(params.epochs)},`,
    ...(views === null ? [`  batchSize: ${String(params.batchSize)},`] : []),
    ...(checks ? [`  validationData: [${check.x}, ${check.y}],`] : []),
    ...(classWeights === null ? [] : [`  classWeight: { ${writeWeights(classWeights)} },`]),
    '  callbacks: [',
    ...callbacks.map((each) => `    ${each},`),
    '  ],',
    '  verbose: 0,',
    '});',
  );
}

/** Writes what the callbacks need before the training, and gives them as expressions. */
function listCallbacks({ scope, params, learner, rate }: CodeTraining): string[] {
  const { schedule, scheduleFactor: factor, scheduleEpochs, keepBest, earlyStopping } = params;
  const [monitor, optimizer] = [MONITORS[params.monitor], scope.name('optimizer')];
  scope.use('show-epochs');
  const callbacks = ['showEpochs'];
  if (rate !== null) {
    scope.use('follow-rate');
    const name = scope.name('rate');
    scope.add(`const ${name} = (step) =>`, `  ${rate.replace(/ ([?:]) /g, '\n    $1 ')};`);
    callbacks.push(`followRate(${optimizer}, ${name})`);
  }
  if (schedule === 'plateau') {
    scope.use('wait-for-plateau');
    const settings = writeArguments('node', { monitor, factor, patience: scheduleEpochs });
    callbacks.push(`waitForPlateau(${optimizer}, ${settings})`);
  }
  if (keepBest || earlyStopping > 0) {
    scope.use('watch-epochs');
    const patience = earlyStopping > 0 ? String(earlyStopping) : 'Infinity';
    callbacks.push(
      `watchEpochs(${learner}, { monitor: '${monitor}', patience: ${patience}, keepBest: ${String(keepBest)} })`,
    );
  }
  return callbacks;
}

/** What the optimisers of TensorFlow.js lack is brought along. */
function writeOptimiser(training: CodeTraining): string {
  const { scope, params, learner, paces, rate: course, learningRate: rate } = training;
  const { weightDecay: decay, gradientClip: clip } = params;
  const byDepth = Object.keys(paces).length > 0;
  const changes = course !== null || params.schedule === 'plateau';
  const swings = changes && params.optimiser === 'sgd' && params.momentum > 0;
  if (!byDepth && !swings && decay === 0 && clip === 0) return writeStock(params, rate);
  scope.use('learn-by-depth');
  const settings = [
    `rate: ${rate}`,
    ...(byDepth ? [`paces: ${scope.constant('PACES', paces)}`] : []),
    ...(decay > 0 ? [`decay: ${String(decay)}`] : []),
    ...(clip > 0 ? [`clip: ${String(clip)}`] : []),
  ];
  return `new ByDepth(() => ${writeStock(params, rate)}, ${learner}, { ${settings.join(', ')} })`;
}

function writeStock({ optimiser, momentum }: TrainingParams, rate: string): string {
  switch (optimiser) {
    case 'adam':
      return `tf.train.adam(${rate})`;
    case 'sgd':
      return momentum > 0
        ? `tf.train.momentum(${rate}, ${String(momentum)})`
        : `tf.train.sgd(${rate})`;
    case 'rmsprop':
      return `tf.train.rmsprop(${rate}, 0.9, 0, 1e-7)`;
  }
}

function show(value: number): string {
  return String(Number(value.toPrecision(12)));
}

function writeWeights(weights: readonly number[]): string {
  return weights.map((weight, label) => `${String(label)}: ${weight.toFixed(6)}`).join(', ');
}
