import type { z } from 'zod';
import { defineCode } from './code/code-part';
import { literal } from './code/literals';
import { writeRead } from './code/write-read';
import type { predictNode } from './predict.node';

export const predictCode = defineCode<z.infer<typeof predictNode.params>>({
  kind: 'predict',
  write(scope) {
    const { language, params } = scope;
    const { variable, summary: model } = scope.model('model');
    const { rows, summary } = scope.examples('dataset');
    const known = model.spec.labels ?? [];
    const labels = scope.constant('LABELS', known);
    const classes = scope.constant(
      'LABELS',
      summary.classes.map(({ name }) => name),
    );
    const most = String(Math.min(params.topK, known.length));
    const name = literal(language, scope.name());
    const read = writeRead(scope, model.spec, rows, classes);
    const own = scope.name('read');
    scope.use('name-examples');
    scope.say(
      'What the model takes each example for; the classes of the data need not be its own.',
    );
    scope.add(
      ...(language === 'node'
        ? [
            `const ${own} = ${read};`,
            `await nameExamples(${name}, ${variable}, ${own}.x, ${rows}, ${labels}, ${most});`,
          ]
        : [
            `${own}, _ = ${read}`,
            `name_examples(${name}, ${variable}, ${own}, ${rows}, ${labels}, ${most})`,
          ]),
    );
  },
});
