import {
  findFrozenPrefix,
  findLayerClass,
  suffixOf,
  type LayerSpec,
  type ModelSpec,
  type Shape,
} from '@graft/model';
import type { CodeModel, CodeScope } from './code-part';
import { literal } from './literals';
import { nameLayers } from './write-layers';
import { writeLayerSet } from './write-trainable';

/** Variables of the frozen layers and of those behind them, and the shape of what is between. */
export interface Split {
  readonly body: string;
  readonly tail: string;
  readonly shape: Shape;
}

/**
 * Writes the layers behind the frozen ones as a network of its own, and runs what stands in the variables
 * `inputs` through the frozen ones. Null where the layers behind are not a row.
 */
export function splitOff(
  scope: CodeScope<unknown>,
  { variable }: CodeModel,
  spec: ModelSpec,
  inputs: readonly string[],
): Split | null {
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
  for (const x of inputs) {
    scope.add(
      language === 'node'
        ? `${x} = ${body}.predict(${x}, { batchSize: 32 });`
        : `${x} = ${body}.predict(${x}, batch_size=32, verbose=0)`,
    );
  }
  return { body, tail, shape: prefix.featureShapes[0] ?? [] };
}

/** The layers of a model that learn: all of them, or those behind the frozen ones. */
export function listLearners(spec: ModelSpec, whole: boolean): readonly LayerSpec[] {
  return whole ? spec.layers : suffixOf(spec, findFrozenPrefix(spec)?.cut ?? []).layers;
}

/** Frozen layers of these, and batch normalisation with kept statistics, run as in use while others learn. */
export function writeUse(
  scope: CodeScope<unknown>,
  variable: string,
  spec: ModelSpec,
  layers: readonly LayerSpec[],
): void {
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
