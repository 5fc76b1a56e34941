import { UserError } from '@graft/errors';
import { appendLayer, type LayerDraft } from '../build-spec';
import { HEAD_BLOCK } from '../layer-graph';
import { describeShape } from '../layers/shape-arithmetic';
import type { ModelSpec, Shape } from '../model-spec';
import { cutAfter } from './cut-after';
import { resolveLayer } from './resolve-layer';

export const POOLINGS = ['auto', 'average', 'max', 'flatten', 'none'] as const;
export type Pooling = (typeof POOLINGS)[number];

export interface HeadOptions {
  /** What makes a row of a feature map; `auto`: average for a map, none for a row. */
  pooling: Pooling;
  /** Units of each hidden layer, from the base on. */
  hiddenUnits: readonly number[];
  /** Rate after every hidden layer, or after the pooling where there is none; 0 for no dropout. */
  dropout: number;
  /** Names of the classes, in output order; at least two, all different. */
  labels: readonly string[];
  seed: number;
  /** Layer to attach to; default: the feature layer, or else the output. */
  attachAt?: string | null;
}

/**
 * Puts a new softmax classifier on the model, in place of whatever follows the layer that it
 * attaches to. Its layers are called `head_pool`, `head_dense_1`, `head_dropout_1`, `head_output`
 * (`head2_...` where those names are taken), belong to block `head`, and train.
 *
 * Throws UserError: `model.too_few_classes`, `model.duplicate_class`, `model.not_poolable`, and what
 * `cutAfter` throws.
 */
export function attachHead(spec: ModelSpec, options: HeadOptions): ModelSpec {
  refuseLabels(options.labels);
  const attachAt = resolveLayer(spec, options.attachAt ?? spec.featureLayer ?? spec.output);
  const body = makeBodyOf(cutAfter(spec, attachAt.name));
  const drafts = draftHead(attachAt.outputShape, options, choosePrefix(body));
  const whole = drafts.reduce(appendLayer, body);
  return { ...whole, featureLayer: attachAt.name, labels: [...options.labels] };
}

/** Layers of an old head that stay in use become ordinary layers, which can be frozen. */
function makeBodyOf(kept: ModelSpec): ModelSpec {
  const layers = kept.layers.map((layer) =>
    layer.block === HEAD_BLOCK ? { ...layer, block: layer.name } : layer,
  );
  return { ...kept, layers };
}

function choosePrefix(body: ModelSpec): string {
  for (let count = 1; ; count += 1) {
    const prefix = count === 1 ? HEAD_BLOCK : `${HEAD_BLOCK}${count}`;
    if (!body.layers.some((layer) => layer.name.startsWith(`${prefix}_`))) return prefix;
  }
}

function draftHead(shape: Shape, options: HeadOptions, prefix: string): LayerDraft[] {
  const draft = (
    name: string,
    layerClass: string,
    config: LayerDraft['config'] = {},
  ): LayerDraft => ({
    name: `${prefix}_${name}`,
    class: layerClass,
    config,
    block: HEAD_BLOCK,
    seed: options.seed,
  });
  const drop = (name: string) =>
    options.dropout > 0 ? [draft(name, 'Dropout', { rate: options.dropout })] : [];
  const hidden = options.hiddenUnits.flatMap((units, index) => [
    draft(`dense_${index + 1}`, 'Dense', { units, activation: 'relu' }),
    ...drop(`dropout_${index + 1}`),
  ]);
  const pooling = choosePooling(shape, options.pooling);
  return [
    ...(pooling ? [draft('pool', pooling)] : []),
    ...(hidden.length > 0 ? hidden : drop('dropout')),
    draft('output', 'Dense', { units: options.labels.length, activation: 'softmax' }),
  ];
}

function choosePooling(shape: Shape, pooling: Pooling): string | undefined {
  if (shape.length === 1 && pooling !== 'flatten') return undefined;
  const isMap = shape.length === 3;
  if (pooling === 'flatten') return 'Flatten';
  if (isMap && (pooling === 'auto' || pooling === 'average')) return 'GlobalAveragePooling2D';
  if (isMap && pooling === 'max') return 'GlobalMaxPooling2D';
  // A mean would need to know which rows are padding, which only an embedding's own output tells.
  const isSequence = shape.length === 2;
  if (isSequence && (pooling === 'auto' || pooling === 'max')) return 'GlobalMaxPooling1D';
  throw new UserError({
    code: 'model.not_poolable',
    message:
      `A head with pooling "${pooling}" can't read an output of ${describeShape(shape)}. ` +
      `Set pooling to ${isMap || isSequence ? '"auto"' : '"flatten"'}, or attach the head to another layer.`,
    details: { shape, pooling },
  });
}

function refuseLabels(labels: readonly string[]): void {
  if (labels.length < 2) {
    throw new UserError({
      code: 'model.too_few_classes',
      message: `A classifier needs at least two classes, but got ${labels.length}.`,
      details: { labels: labels.length },
    });
  }
  const double = labels.find((label, index) => labels.indexOf(label) !== index);
  if (double !== undefined) {
    throw new UserError({
      code: 'model.duplicate_class',
      message: `The class "${double}" is named twice. Give each class its own name.`,
      details: { label: double },
    });
  }
}
