import type { CodeModel, CodeScope } from './code-part';
import { nameData } from './code-training';
import {
  writeTries,
  writeTuning,
  type FoldsCode,
  type FoldsParams,
  type FoldTraining,
} from './write-fold-training';

/**
 * Writes a training for each fold, from `start` with what is random drawn anew.
 * @returns the variable of the list of what the folds answer
 */
export function writeFolds(
  scope: CodeScope<unknown>,
  chosen: FoldsParams,
  start: CodeModel,
  code: FoldsCode,
): string {
  const node = scope.language === 'node';
  const checks = chosen.validation > 0;
  const params: FoldsParams = checks
    ? chosen
    : { ...chosen, monitor: 'loss', keepBest: false, earlyStopping: 0 };
  const answered = scope.name('folds');
  scope.add(
    node ? `const ${answered} = [];` : `${answered} = []`,
    node
      ? `for (const { repeat, fold, learn, choose, test } of ${code.folds}) {`
      : `for fold in ${code.folds}:`,
  );
  scope.nest(() => {
    takeParts(scope, code, checks);
    const wanted: FoldTraining = { scope, params, start, code, checks };
    writeTries(wanted);
    writeTuning(wanted);
    answer(scope, answered, code, checks);
  });
  if (node) scope.add('}');
  return answered;
}

function takeParts(scope: CodeScope<unknown>, { read, shown }: FoldsCode, checks: boolean): void {
  const learn = scope.name('learn');
  if (shown !== null) scope.use('take-views');
  if (scope.language === 'node') {
    scope.use('take-rows');
    scope.add(
      'console.log(`repeat ${repeat + 1}, fold ${fold + 1}`);',
      shown === null
        ? `const ${learn} = takeRows(${read.whole}, learn);`
        : `const ${learn} = takeViews(${shown.whole}, ${String(shown.views)}, learn);`,
      ...(checks ? [`const ${scope.name('check')} = takeRows(${read.whole}, choose);`] : []),
      `const ${scope.name('test')} = takeRows(${read.whole}, test);`,
    );
    return;
  }
  const take = (part: string) => `${read.x}[fold["${part}"]], ${read.y}[fold["${part}"]]`;
  const [own, held] = [nameData(scope, 'learn'), nameData(scope, 'check')];
  scope.add(
    "print(f\"repeat {fold['repeat'] + 1}, fold {fold['fold'] + 1}\")",
    shown === null
      ? `${own.x}, ${own.y} = ${take('learn')}`
      : `${own.x}, ${own.y} = take_views(${shown.x}, ${shown.y}, ${String(shown.views)}, fold["learn"])`,
    ...(checks ? [`${held.x}, ${held.y} = ${take('choose')}`] : []),
  );
}

function answer(
  scope: CodeScope<unknown>,
  answered: string,
  { read }: FoldsCode,
  checks: boolean,
): void {
  const [model, history, tested] = [scope.name('model'), scope.name('history'), scope.name('test')];
  if (scope.language === 'node') {
    const parts = ['learn', ...(checks ? ['check'] : [])].map((suffix) => scope.name(suffix));
    scope.add(
      `const answers = ${model}.predict(${tested}.x, { batchSize: 32 }).arraySync();`,
      `const curve = ${checks ? `${history}.history.val_acc` : '[]'};`,
      `${answered}.push({ repeat, fold, test, answers, curve });`,
      `tf.dispose([${[...parts, tested].join(', ')}]);`,
      `${model}.dispose();`,
    );
    return;
  }
  scope.add(
    `answers = ${model}.predict(${read.x}[fold["test"]], batch_size=32, verbose=0)`,
    `curve = ${checks ? `${history}.history["val_accuracy"]` : '[]'}`,
    `${answered}.append({**fold, "answers": answers, "curve": curve})`,
  );
}
