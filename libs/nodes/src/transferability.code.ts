import type { z } from 'zod';
import { chooseFeatures, findSourceAnswers } from './choose-features';
import { defineCode, type CodeModel, type CodeScope } from './code/code-part';
import { literal } from './code/literals';
import { nameLayers } from './code/write-layers';
import { writeRead } from './code/write-read';
import { assignProbeFolds } from './probe-folds';
import { sampleEvenly } from './sample-evenly';
import type { transferabilityNode } from './transferability.node';

type Params = z.infer<typeof transferabilityNode.params>;

export const transferabilityCode = defineCode<Params>({
  kind: 'transferability',
  write(scope) {
    const { language, params } = scope;
    const { rows, summary } = scope.examples('dataset', (selection) =>
      sampleEvenly(selection, params.examples, params.seed),
    );
    const labels = scope.constant(
      'LABELS',
      summary.classes.map(({ name }) => name),
    );
    scope.use('take-features', 'decompose', 'h-score', 'score-features', 'keep-scores');
    scope.say('How well what each model makes of the examples tells the classes apart.');
    const [list, own] = [scope.name('models'), scope.name('own')];
    scope.add(
      ...(language === 'node'
        ? [
            `const ${own} = ${rows}.map(({ label }) => ${labels}.indexOf(label));`,
            `const ${list} = [];`,
          ]
        : [
            `${own} = np.array([${labels}.index(example["label"]) for example in ${rows}])`,
            `${list} = []`,
          ]),
    );
    const shared = { rows, labels, list, own, folds: params.probe ? listFolds(scope) : null };
    scope.models('models').forEach((model, at) => {
      const title = params.names[at] ?? `model ${String(at + 1)}`;
      const number = String(at + 1);
      const [read, features] = [scope.name(`read-${number}`), scope.name(`features-${number}`)];
      addModel(scope, model, { ...shared, title, read, features });
    });
    const given = `${literal(language, scope.name())}, ${list}`;
    scope.add(language === 'node' ? `await keepScores(${given});` : `keep_scores(${given})`);
  },
});

/** Writes in which fold the linear probe tests each example. */
function listFolds(scope: CodeScope<Params>): string {
  const { examples, seed } = scope.params;
  scope.use('probe-features');
  if (scope.language === 'node') scope.use('take-rows', 'learn-by-depth', 'follow-rate');
  return scope.list('dataset', 'probe', (selection) => {
    const places = sampleEvenly(selection, examples, seed);
    const labels = places.map((place) => selection.examples[place]?.label ?? 0);
    return [...assignProbeFolds(labels, selection.classes.length, seed)];
  });
}

/** Names of variables, and the rows and folds as expressions. */
interface Wanted extends Readonly<
  Record<'rows' | 'labels' | 'list' | 'own' | 'title' | 'read' | 'features', string>
> {
  readonly folds: string | null;
}

function addModel(scope: CodeScope<Params>, model: CodeModel, wanted: Wanted): void {
  const { language } = scope;
  const { spec } = model.summary;
  const answers = findSourceAnswers(spec) !== null;
  if (answers) scope.use('score-source');
  const layer = literal(language, nameLayers(language, spec)(chooseFeatures(spec).layer));
  const reading = writeRead(scope, spec, wanted.rows, wanted.labels);
  const { variable } = model;
  const { list, own, labels, title, read, features, folds } = wanted;
  const known = `${own}, ${labels}`;
  const scored = `(${features}, ${known}, ${String(scope.params.neighbours)})`;
  if (language === 'node') {
    const answer = `${variable}.predict(${read}.x, { batchSize: 32 }).arraySync()`;
    scope.add(
      `const ${read} = ${reading};`,
      `const ${features} = takeFeatures(${variable}, ${layer}, ${read}.x);`,
      `${list}.push({`,
      `  title: ${literal(language, title)},`,
      `  ...scoreFeatures${scored},`,
      ...(answers ? [`  ...scoreSource(${answer}, ${known}),`] : []),
      ...(folds === null ? [] : [`  probe: await probeFeatures(${features}, ${known}, ${folds}),`]),
      '});',
    );
    return;
  }
  const answer = `${variable}.predict(${read}, batch_size=32, verbose=0)`;
  scope.add(
    `${read}, _ = ${reading}`,
    `${features} = take_features(${variable}, ${layer}, ${read})`,
    `${list}.append({`,
    `    "title": ${literal(language, title)},`,
    `    **score_features${scored},`,
    ...(answers ? [`    **score_source(${answer}, ${known}),`] : []),
    ...(folds === null ? [] : [`    "probe": probe_features(${features}, ${known}, ${folds}),`]),
    '})',
  );
}
