import { countExamples } from '@graft/graph';
import type { LayerRate } from '@graft/ml';
import type { ModelSpec } from '@graft/model';
import type { TrainingParams } from '../training-params';
import type { CodeModel, CodeScope } from './code-part';
import { nameData, type CodeTraining, type LayerPace } from './code-training';
import { compileKeras, fitKeras } from './training-keras';
import { compileNode, fitNode } from './training-node';
import { nameLayers } from './write-layers';
import { writeRate } from './write-rate';
import { writeRead } from './write-read';
import { listLearners, splitOff, writeUse } from './write-split';
import { countViews, readViews } from './write-views';

/**
 * Reads the examples, runs the frozen layers once where the rest is a row of layers behind them, and
 * trains as the parameters say. `spec` is the model with what learns already set.
 */
export function writeTraining(
  scope: CodeScope<unknown>,
  params: TrainingParams,
  model: CodeModel,
  spec: ModelSpec,
  layerRates: Readonly<Record<string, LayerRate>> = {},
): void {
  const { language } = scope;
  scope.seed(params.seed);
  const { summary } = scope.examples('train');
  const labels = summary.classes.map(({ name }) => name);
  const stepsPerEpoch = Math.max(1, Math.ceil(countExamples(summary) / params.batchSize));
  const rate = writeRate(params, {
    ...{ language, stepsPerEpoch, learningRate: String(params.learningRate) },
  });
  const names = scope.constant('LABELS', labels);
  const views = countViews(summary.recipe.augmentation, params);
  const whole = views === null ? (['learn', 'check'] as const) : (['check'] as const);
  for (const suffix of whole) readPart(scope, spec, names, suffix);
  const inputs = whole.map((suffix) => nameData(scope, suffix).x);
  const split = splitOff(scope, model, spec, inputs);
  const learner = split?.tail ?? model.variable;
  if (views !== null) {
    const body = split === null ? null : { name: split.body, shape: split.shape };
    const what = { spec, names, views, body };
    readViews(scope, { port: 'train', suffix: 'learn', copies: 1, ...what });
  }
  writeUse(scope, model.variable, spec, listLearners(spec, split === null));
  writeFit({
    ...{ scope, params, learner, rate, views, classes: labels.length },
    ...{ history: null, checks: true, learningRate: String(params.learningRate) },
    classWeights: params.classWeights === 'none' ? null : balance(summary.classes),
    paces: listPaces(scope, spec, layerRates, stepsPerEpoch),
  });
}

/** Writes a training on data that stands in its variables already. */
export function writeFit(training: CodeTraining): void {
  if (training.scope.language === 'node') {
    compileNode(training);
    fitNode(training);
  } else {
    compileKeras(training);
    fitKeras(training);
  }
}

const PORTS = { learn: 'train', check: 'validation' } as const;

function readPart(
  scope: CodeScope<unknown>,
  spec: ModelSpec,
  names: string,
  suffix: 'learn' | 'check',
): void {
  const { rows } = scope.examples(PORTS[suffix]);
  const { x, y } = nameData(scope, suffix);
  const read = writeRead(scope, spec, rows, names);
  scope.add(
    scope.language === 'node' ? `const ${scope.name(suffix)} = ${read};` : `${x}, ${y} = ${read}`,
  );
}

function listPaces(
  { language }: CodeScope<unknown>,
  spec: ModelSpec,
  rates: Readonly<Record<string, LayerRate>>,
  stepsPerEpoch: number,
): Record<string, LayerPace> {
  const nameOf = nameLayers(language, spec);
  const paces = Object.entries(rates).map(([layer, { scale, fromEpoch }]) => {
    const pace: LayerPace = [Number(scale.toPrecision(12)), (fromEpoch - 1) * stepsPerEpoch];
    return [nameOf(layer), pace] as const;
  });
  return Object.fromEntries(paces.filter(([, [share, first]]) => share !== 1 || first > 0));
}

/** N / (C x n): each class weighs the same in sum. Null where they do so anyway. */
export function balance(classes: readonly { count: number }[]): number[] | null {
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  const weights = classes.map(({ count }) => (count === 0 ? 1 : total / (classes.length * count)));
  return weights.every((weight) => weight === 1) ? null : weights;
}
