import type { DatasetSummary } from '@graft/graph';
import type { LayerSpec, ModelSpec } from '@graft/model';
import type { TrainingParams } from '../training-params';
import { TUNING_SCHEDULE } from '../tuning-schedule';
import type { CodeModel, CodeScope } from './code-part';
import type { CodeTraining } from './code-training';
import { countFoldSteps } from './count-fold-steps';
import { literal } from './literals';
import { writeRate } from './write-rate';
import { writeUse } from './write-split';
import { writeLayerSet, writeTrainable } from './write-trainable';
import { balance, writeFit } from './write-training';

export interface FoldsCode {
  /** Variables of all examples, as the learner reads them. */
  readonly read: { readonly whole: string; readonly x: string; readonly y: string };
  /** Variables of the same examples in changed views, and their number; null where all is shown as it is. */
  readonly shown: {
    readonly whole: string;
    readonly x: string;
    readonly y: string;
    readonly views: number;
  } | null;
  /** Expression of the list of folds. */
  readonly folds: string;
  /** What learns, before any phase has said so, and in each of one or two phases. */
  readonly before: ModelSpec;
  readonly phases: readonly [first: ModelSpec, second?: ModelSpec];
  /** Layers of the learner: all of the model, or those behind what is frozen throughout. */
  readonly layers: ReadonlySet<string>;
  readonly summary: DatasetSummary;
}

export interface FoldsParams extends TrainingParams {
  readonly folds: number;
  readonly validation: number;
  readonly tryRates: readonly number[];
  readonly tryEpochs: number;
  readonly fineTuneEpochs: number;
  readonly fineTuneRate: number;
}

const METRICS = {
  'validation-loss': { node: 'val_loss', keras: 'val_loss', best: 'min' },
  'validation-accuracy': { node: 'val_acc', keras: 'val_accuracy', best: 'max' },
  loss: { node: 'loss', keras: 'loss', best: 'min' },
  accuracy: { node: 'acc', keras: 'accuracy', best: 'max' },
} as const;

export interface FoldTraining {
  readonly scope: CodeScope<unknown>;
  readonly params: FoldsParams;
  readonly start: CodeModel;
  readonly code: FoldsCode;
  readonly checks: boolean;
}

/** One training, or one with each learning rate; the best one by what is held out is taken. */
export function writeTries(wanted: FoldTraining): void {
  const { scope, params } = wanted;
  const { tryRates, tryEpochs, epochs } = params;
  const [only = params.learningRate, ...others] = tryRates;
  if (others.length === 0) {
    writeOne(wanted, String(only), epochs);
    return;
  }
  const node = scope.language === 'node';
  const [rate, best] = [scope.name('learning-rate'), scope.name('best')];
  const [model, history] = [scope.name('model'), scope.name('history')];
  const short = tryEpochs > 0;
  scope.say('Each learning rate is tried; the best one by what is held out is taken.');
  const rates = literal(scope.language, tryRates);
  scope.add(
    node ? `let ${best};` : `${best} = None`,
    node ? `for (const ${rate} of ${rates}) {` : `for ${rate} in ${rates}:`,
  );
  scope.nest(() => {
    writeOne(wanted, rate, short ? Math.min(tryEpochs, epochs) : epochs);
    keepBetter(wanted, { rate, best, model, history });
  });
  if (node) scope.add('}');
  scope.add(
    node
      ? `const { ${rate}${short ? '' : `, ${model}, ${history}`} } = ${best};`
      : `_, ${rate}, ${model}, ${history} = ${best}`,
  );
  if (!short) return;
  if (node) scope.add(`${best}.${model}.dispose();`);
  writeOne(wanted, rate, epochs);
}

function keepBetter(
  { scope, params }: FoldTraining,
  { rate, best, model, history }: Readonly<Record<'rate' | 'best' | 'model' | 'history', string>>,
): void {
  const { [scope.language]: metric, best: pick } = METRICS[params.monitor];
  const sign = pick === 'min' ? '<' : '>';
  if (scope.language === 'node') {
    const values = `${history}.history.${metric}`;
    const value = params.keepBest ? `Math.${pick}(...${values})` : `${values}.at(-1)`;
    scope.add(
      `const value = ${value};`,
      `if (${best} !== undefined && !(value ${sign} ${best}.value)) ${model}.dispose();`,
      `else ${best} = { value, ${rate}, ${model}, ${history} };`,
    );
    return;
  }
  const values = `${history}.history["${metric}"]`;
  scope.add(
    `value = ${params.keepBest ? `${pick}(${values})` : `${values}[-1]`}`,
    `if ${best} is None or value ${sign} ${best}[0]:`,
    `    ${best} = (value, ${rate}, ${model}, ${history})`,
  );
}

/** A copy of what all folds start from, trained once. */
function writeOne(wanted: FoldTraining, learningRate: string, epochs: number): void {
  const { scope, start, code, params } = wanted;
  const [first] = code.phases;
  const learner = scope.name('model');
  scope.use('copy-model');
  scope.add(
    scope.language === 'node'
      ? `const ${learner} = await copyModel(${start.variable});`
      : `${learner} = copy_model(${start.variable})`,
  );
  drawFresh(scope, learner, first, code);
  setLearners(wanted, code.before, first);
  writeFit(describeFit(wanted, { ...params, epochs }, learningRate, scope.name('history')));
}

/** The second phase: the last blocks of the base learn too, from what the first one has left. */
export function writeTuning(wanted: FoldTraining): void {
  const { scope, code, params, checks } = wanted;
  const [first, second] = code.phases;
  if (second === undefined) return;
  const node = scope.language === 'node';
  const [history, tuning] = [scope.name('history'), scope.name('tuning')];
  const own: FoldsParams = {
    ...params,
    ...{ epochs: params.fineTuneEpochs, learningRate: params.fineTuneRate },
    ...TUNING_SCHEDULE,
  };
  const write = () => {
    setLearners(wanted, first, second);
    writeFit(describeFit(wanted, own, String(own.learningRate), tuning));
    if (!checks) return;
    scope.add(
      node
        ? `${history}.history.val_acc.push(...${tuning}.history.val_acc);`
        : `${history}.history["val_accuracy"] += ${tuning}.history["val_accuracy"]`,
    );
  };
  scope.say('Then the last blocks of the base learn too, gently, with an optimiser of their own.');
  if (!node) {
    write();
    return;
  }
  scope.add('{');
  scope.nest(write);
  scope.add('}');
}

function setLearners({ scope, start, code }: FoldTraining, before: ModelSpec, after: ModelSpec) {
  const variable = scope.name('model');
  writeTrainable(scope, { variable, summary: { ...start.summary, spec: before } }, after);
  writeUse(scope, variable, after, listLearning(after, code));
}

function describeFit(
  { scope, code, checks }: FoldTraining,
  params: FoldsParams,
  learningRate: string,
  history: string,
): CodeTraining {
  const { classes } = code.summary;
  const stepsPerEpoch = countFoldSteps(classes, params);
  return {
    ...{ scope, params, paces: {}, checks, learningRate, history },
    views: code.shown?.views ?? null,
    learner: scope.name('model'),
    rate: writeRate(params, { language: scope.language, stepsPerEpoch, learningRate }),
    classes: classes.length,
    classWeights: params.classWeights === 'none' ? null : balance(classes),
  };
}

function listLearning(spec: ModelSpec, { layers }: FoldsCode): LayerSpec[] {
  return spec.layers.filter(({ name }) => layers.has(name));
}

function drawFresh(
  scope: CodeScope<unknown>,
  learner: string,
  spec: ModelSpec,
  code: FoldsCode,
): void {
  const fresh = listLearning(spec, code).filter(({ weights }) =>
    weights.some(({ source }) => source.kind === 'initialiser'),
  );
  if (fresh.length === 0) return;
  scope.use('draw-anew');
  const names = writeLayerSet(
    scope,
    spec,
    fresh.map(({ name }) => name),
  );
  scope.add(
    ...(scope.language === 'node'
      ? [`for (const name of ${names}) drawAnew(${learner}.getLayer(name));`]
      : [`for name in ${names}:`, `    draw_anew(${learner}.get_layer(name))`]),
  );
}
