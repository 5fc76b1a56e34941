import type { CodeScope } from './code-part';
import { literal } from './literals';

/** Keeps the model at port `model` as a file of the language's own format. */
export function writeSave(scope: CodeScope<unknown>, name: string): void {
  const { language } = scope;
  const { variable } = scope.model('model');
  scope.say('The whole model, base and head in one piece.');
  scope.add(
    language === 'node'
      ? `await ${variable}.save(${literal(language, `file://${name}`)});`
      : `${variable}.save(${literal(language, `${name}.keras`)})`,
  );
}
