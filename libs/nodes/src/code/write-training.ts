import { countExamples } from '@graft/graph';
import type { LayerRate } from '@graft/ml';
import {
  findFrozenPrefix,
  findLayerClass,
  suffixOf,
  type LayerSpec,
  type ModelSpec,
  type Shape,
} from '@graft/model';
import type { TrainingParams } from '../training-params';
import type { CodeModel, CodeScope } from './code-part';
import { nameData, type CodeTraining, type LayerPace } from './code-training';
import { literal } from './literals';
import { compileKeras, fitKeras } from './training-keras';
import { compileNode, fitNode } from './training-node';
import { nameLayers } from './write-layers';
import { writeRate } from './write-rate';
import { writeRead } from './write-read';
import { writeLayerSet } from './write-trainable';
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
  const rate = writeRate(params, { language, stepsPerEpoch });
  const names = scope.constant('LABELS', labels);
  const views = countViews(summary.recipe.augmentation, params);
  const whole = views === null ? (['learn', 'check'] as const) : (['check'] as const);
  for (const suffix of whole) readPart(scope, spec, names, suffix);
  const split = splitOff(scope, model, spec, whole);
  const learner = split?.tail ?? model.variable;
  if (views !== null) {
    const body = split === null ? null : { name: split.body, shape: split.shape };
    readViews(scope, { spec, names, views, body });
  }
  writeUse(scope, model, spec, learner === model.variable);
  const training: CodeTraining = {
    ...{ scope, params, learner, rate, views, classes: labels.length },
    classWeights: params.classWeights === 'none' ? null : balance(summary.classes),
    paces: listPaces(scope, spec, layerRates, stepsPerEpoch),
  };
  if (language === 'node') {
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

/** The layers behind the frozen ones as a network of its own; null where they are not a row. */
function splitOff(
  scope: CodeScope<unknown>,
  { variable }: CodeModel,
  spec: ModelSpec,
  parts: readonly ('learn' | 'check')[],
): { body: string; tail: string; shape: Shape } | null {
  const prefix = findFrozenPrefix(spec);
  const [cut, ...others] = prefix?.cut ?? [];
  if (prefix === null || cut === undefined || others.length > 0) return null;
  const { layers } = suffixOf(spec, [cut]);
  const isRow = layers.every(({ inbound }, at) => inbound.join() === (layers[at - 1]?.name ?? cut));
  if (layers.length === 0 || !isRow) return null;
  const { language } = scope;
  const nameOf = nameLayers(language, spec);
  const [body, tail] = [scope.name('body'), scope.name('tail')];
  const last = literal(language, nameOf(cut));
  const shape = literal(language, prefix.featureShapes[0]);
  const names = literal(
    language,
    layers.map(({ name }) => nameOf(name)),
  );
  scope.use('take-tail');
  scope.say('Frozen layers never change, so each example goes through them once.');
  scope.add(
    ...(language === 'node'
      ? [
          `const ${body} = tf.model({`,
          `  inputs: ${variable}.inputs,`,
          `  outputs: ${variable}.getLayer(${last}).getOutputAt(0),`,
          '});',
          `const ${tail} = takeTail(${variable}, ${shape}, ${names});`,
        ]
      : [
          `${body} = keras.Model(${variable}.inputs, ${variable}.get_layer(${last}).output)`,
          `${tail} = take_tail(${variable}, ${shape}, ${names})`,
        ]),
  );
  for (const suffix of parts) {
    const { x } = nameData(scope, suffix);
    scope.add(
      language === 'node'
        ? `${x} = ${body}.predict(${x}, { batchSize: 32 });`
        : `${x} = ${body}.predict(${x}, batch_size=32, verbose=0)`,
    );
  }
  return { body, tail, shape: prefix.featureShapes[0] ?? [] };
}

/** Frozen layers, and batch normalisation with kept statistics, run as in use while others learn. */
function writeUse(
  scope: CodeScope<unknown>,
  { variable }: CodeModel,
  spec: ModelSpec,
  whole: boolean,
): void {
  const cut = whole ? [] : (findFrozenPrefix(spec)?.cut ?? []);
  const layers = whole ? spec.layers : suffixOf(spec, cut).layers;
  const still = layers.filter((layer) => runsAsInUse(scope, layer)).map(({ name }) => name);
  if (still.length === 0 && !scope.uses('run-as-in-use')) return;
  scope.use('run-as-in-use');
  const names = writeLayerSet(scope, spec, still);
  scope.add(
    scope.language === 'node'
      ? `runAsInUse(${variable}, ${names});`
      : `run_as_in_use(${variable}, ${names})`,
  );
}

function runsAsInUse({ language }: CodeScope<unknown>, layer: LayerSpec): boolean {
  const random = findLayerClass(layer.class)?.random === true;
  if (layer.trainable) return layer.statistics === 'kept';
  // Keras does so by itself with a frozen batch normalisation; TensorFlow.js does not.
  return random || (layer.statistics !== undefined && language === 'node');
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
function balance(classes: readonly { count: number }[]): number[] | null {
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  const weights = classes.map(({ count }) => (count === 0 ? 1 : total / (classes.length * count)));
  return weights.every((weight) => weight === 1) ? null : weights;
}
