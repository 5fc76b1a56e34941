import { countExamples } from '@graft/graph';
import { findFrozenPrefix, freezeLayers, unfreezeLastBlocks, type ModelSpec } from '@graft/model';
import type { z } from 'zod';
import { defineCode, type CodeModel, type CodeScope } from './code/code-part';
import { literal } from './code/literals';
import { nameData } from './code/code-training';
import type { FoldsCode } from './code/write-fold-training';
import { writeFolds } from './code/write-folds';
import { writeRead } from './code/write-read';
import { listLearners, splitOff, type Split } from './code/write-split';
import { countViews, readViews } from './code/write-views';
import type { crossValidateNode } from './cross-validate.node';
import { divideAllFolds } from './divide-folds';

type Params = z.infer<typeof crossValidateNode.params>;

export const crossValidateCode = defineCode<Params>({
  kind: 'cross-validate',
  write(scope) {
    const { params } = scope;
    const model = scope.model('model');
    const { rows, summary } = scope.examples('dataset');
    scope.seed(params.seed);
    const labels = scope.constant(
      'LABELS',
      summary.classes.map(({ name }) => name),
    );
    scope.say(
      `${String(params.folds)} folds of ${String(countExamples(summary))} examples: each is tested by a network that has not seen it. Which learn, choose and are tested stands in examples.json.`,
    );
    const before = model.summary.spec;
    const phases = listPhases(before, params);
    const widest = phases.at(-1) ?? before;
    const read = readAll(scope, before, rows, labels);
    const split = isDrawn(widest) ? null : splitOff(scope, model, widest, [read.x]);
    const layers = new Set(listLearners(widest, split === null).map(({ name }) => name));
    const shown = readShown(scope, widest, labels, split);
    const folds = scope.list('dataset', 'folds', (selection) =>
      divideAllFolds(selection, params).map(({ repeat, fold, learn, choose, test }) => ({
        ...{ repeat, fold, learn: [...learn], choose: [...choose], test: [...test] },
      })),
    );
    const start: CodeModel = { ...model, variable: split?.tail ?? model.variable };
    const code: FoldsCode = { read, shown, folds, before, phases, layers, summary };
    const answered = writeFolds(scope, params, start, code);
    judge(scope, answered, rows, labels);
  },
});

/** The base is frozen while the head learns, where its last blocks learn after it. */
function listPhases(spec: ModelSpec, { fineTuneBlocks }: Params): FoldsCode['phases'] {
  if (fineTuneBlocks === 0) return [spec];
  const second = unfreezeLastBlocks(spec, fineTuneBlocks);
  return [freezeLayers(second, { kind: 'all' }), second];
}

/** Reads what learns in its changed views, as many as the longer phase shows. */
function readShown(
  scope: CodeScope<Params>,
  spec: ModelSpec,
  names: string,
  split: Split | null,
): FoldsCode['shown'] {
  const { augmentation } = scope.examples('dataset').summary.recipe;
  const { epochs, fineTuneBlocks, fineTuneEpochs } = scope.params;
  const longest = fineTuneBlocks === 0 ? epochs : Math.max(epochs, fineTuneEpochs);
  const views = countViews(augmentation, { epochs: longest });
  if (views === null) return null;
  const body = split === null ? null : { name: split.body, shape: split.shape };
  const suffix = 'shown';
  readViews(scope, { port: 'dataset', suffix, copies: 2, spec, names, views, body });
  return { whole: scope.name(suffix), ...nameData(scope, suffix), views };
}

/** Random frozen layers are others in every fold. */
function isDrawn(spec: ModelSpec): boolean {
  const layers = findFrozenPrefix(spec)?.spec.layers ?? [];
  return layers.some(({ weights }) => weights.some(({ source }) => source.kind === 'initialiser'));
}

function readAll(
  scope: CodeScope<unknown>,
  spec: ModelSpec,
  rows: string,
  labels: string,
): FoldsCode['read'] {
  const own = scope.name('read');
  const read = writeRead(scope, spec, rows, labels);
  if (scope.language === 'node') {
    scope.add(`const ${own} = ${read};`);
    return { whole: own, x: `${own}.x`, y: `${own}.y` };
  }
  scope.add(`${own}_x, ${own}_y = ${read}`);
  return { whole: own, x: `${own}_x`, y: `${own}_y` };
}

function judge(scope: CodeScope<unknown>, answered: string, rows: string, labels: string): void {
  const { language } = scope;
  scope.use('judge-folds');
  const name = literal(language, scope.name());
  scope.add(
    language === 'node'
      ? `await judgeFolds(${name}, ${answered}, ${rows}, ${labels});`
      : `judge_folds(${name}, ${answered}, ${rows}, ${labels})`,
  );
  scope.give('report', `${scope.name()}-folds.json`);
}
