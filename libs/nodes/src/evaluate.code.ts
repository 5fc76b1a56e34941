import { defineCode } from './code/code-part';
import { literal } from './code/literals';
import { nameInput } from './code/write-training';

export const evaluateCode = defineCode({
  kind: 'evaluate',
  write(scope) {
    const { language } = scope;
    const { variable, summary: model } = scope.model('model');
    const { rows, summary } = scope.examples('dataset');
    const input = nameInput(scope, model.spec).replace(/^\*\*/, '');
    const labels = scope.constant(
      'LABELS',
      summary.classes.map(({ name }) => name),
    );
    const name = literal(language, scope.name());
    scope.use('read-pictures', 'judge');
    scope.say('Examples that the model has not learned from.');
    scope.add(
      language === 'node'
        ? `await judge(${name}, ${variable}, ${rows}, ${labels}, ${input});`
        : `judge(${name}, ${variable}, ${rows}, ${labels}, ${input})`,
    );
  },
});
