import type { z } from 'zod';
import { chooseFeatures } from './choose-features';
import { defineCode, type CodeModel, type CodeScope } from './code/code-part';
import { literal } from './code/literals';
import { nameLayers } from './code/write-layers';
import { writeRead } from './code/write-read';
import { sampleEvenly } from './sample-evenly';
import type { transferabilityNode } from './transferability.node';

export const transferabilityCode = defineCode<z.infer<typeof transferabilityNode.params>>({
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
    scope.use('take-features', 'decompose', 'score-models');
    scope.say(
      'How well what each model makes of the examples tells the classes apart: kNN and LogME. The linear probe, the H-score, LEEP and NCE are made in Graft only.',
    );
    const list = scope.name('models');
    scope.add(language === 'node' ? `const ${list} = [];` : `${list} = []`);
    scope.models('models').forEach((model, at) => {
      const title = params.names[at] ?? `model ${String(at + 1)}`;
      const own = scope.name(`read-${String(at + 1)}`);
      addModel(scope, model, {
        list,
        own,
        title,
        read: writeRead(scope, model.summary.spec, rows, labels),
      });
    });
    const name = literal(language, scope.name());
    const given = `${name}, ${list}, ${rows}, ${labels}, ${String(params.neighbours)}`;
    scope.add(language === 'node' ? `await scoreModels(${given});` : `score_models(${given})`);
  },
});

function addModel(
  scope: CodeScope<unknown>,
  { variable, summary: { spec } }: CodeModel,
  { list, own, title, read }: Readonly<Record<'list' | 'own' | 'title' | 'read', string>>,
): void {
  const { language } = scope;
  const chosen = nameLayers(language, spec)(chooseFeatures(spec).layer);
  const [named, layer] = [title, chosen].map((each) => literal(language, each));
  scope.add(
    ...(language === 'node'
      ? [
          `const ${own} = ${read};`,
          `${list}.push([${named}, takeFeatures(${variable}, ${layer}, ${own}.x)]);`,
        ]
      : [
          `${own}, _ = ${read}`,
          `${list}.append((${named}, take_features(${variable}, ${layer}, ${own})))`,
        ]),
  );
}
