import { defineCode } from './code/code-part';
import { literal } from './code/literals';
import { writeRead } from './code/write-read';

export const evaluateCode = defineCode({
  kind: 'evaluate',
  write(scope) {
    const { language } = scope;
    const { variable, summary: model } = scope.model('model');
    const { rows, summary } = scope.examples('dataset');
    const labels = scope.constant(
      'LABELS',
      summary.classes.map(({ name }) => name),
    );
    const name = literal(language, scope.name());
    const read = writeRead(scope, model.spec, rows, labels);
    const own = scope.name('read');
    scope.use('judge');
    scope.give('report', `${scope.name()}.json`);
    scope.say('Examples that the model has not learned from.');
    scope.add(
      ...(language === 'node'
        ? [
            `const ${own} = ${read};`,
            `await judge(${name}, ${variable}, ${own}.x, ${rows}, ${labels});`,
          ]
        : [`${own}, _ = ${read}`, `judge(${name}, ${variable}, ${own}, ${rows}, ${labels})`]),
    );
  },
});
