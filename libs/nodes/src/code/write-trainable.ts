import type { LayerSpec, ModelSpec } from '@graft/model';
import type { CodeModel, CodeScope } from './code-part';
import { literal } from './literals';
import { nameLayers } from './write-layers';

/** Says which layers of a model learn, where that is not what it was. */
export function writeTrainable(
  scope: CodeScope<unknown>,
  { variable, summary }: CodeModel,
  after: ModelSpec,
): void {
  const before = new Map(weighty(summary.spec).map((layer) => [layer.name, layer.trainable]));
  const layers = weighty(after);
  if (layers.every(({ name, trainable }) => before.get(name) === trainable)) return;
  const { language } = scope;
  const value = writeFlag(scope, after, layers);
  if (language === 'node') {
    scope.add(`for (const layer of ${variable}.layers) layer.trainable = ${value};`);
  } else {
    scope.add(`for layer in ${variable}.layers:`, `    layer.trainable = ${value}`);
  }
}

/** An expression of a `layer`: whether it learns. The shorter list is written. */
function writeFlag(
  scope: CodeScope<unknown>,
  spec: ModelSpec,
  layers: readonly LayerSpec[],
): string {
  const node = scope.language === 'node';
  const nameOf = nameLayers(scope.language, spec);
  const free = layers.filter(({ trainable }) => trainable).map(({ name }) => nameOf(name));
  const frozen = layers.filter(({ trainable }) => !trainable).map(({ name }) => nameOf(name));
  if (free.length === 0) return node ? 'false' : 'False';
  if (frozen.length === 0) return node ? 'true' : 'True';
  const few = free.length <= frozen.length;
  const names = scope.constant(few ? 'LEARNING' : 'FROZEN', new Set(few ? free : frozen));
  if (node) return `${few ? '' : '!'}${names}.has(layer.name)`;
  return `layer.name ${few ? 'in' : 'not in'} ${names}`;
}

function weighty({ layers }: ModelSpec): LayerSpec[] {
  return layers.filter(({ weights }) => weights.length > 0);
}

/** A set of layer names as an expression. */
export function writeLayerSet(
  { language }: CodeScope<unknown>,
  spec: ModelSpec,
  names: readonly string[],
): string {
  return literal(language, new Set(names.map(nameLayers(language, spec))));
}
