import { UserError } from '@graft/errors';
import { findUnwritable, type ModelSpec } from '@graft/model';
import { defineCode, type CodeScope } from './code/code-part';
import { literal, quoteWord } from './code/literals';
import { nameFolder } from './code/name-example-files';

const FORMATS = { node: 'tfjs', keras: 'keras' } as const;
const DIALECTS = { node: 'tfjs', keras: 'keras-3' } as const;

export const baseModelCode = defineCode<{ base: string; inputSize: number | null }>({
  kind: 'base-model',
  write(scope) {
    const { language, params } = scope;
    const { spec, name } = scope.result('model');
    const lacking = findUnwritable(spec, DIALECTS[language]);
    if (lacking)
      throw refuse(
        'code.layer',
        `layer "${lacking.layer}" of "${name}" can't be written: ${lacking.lacks}.`,
      );
    const folder = `base/${nameFolder(params.base)}`;
    const variable = scope.name();
    scope.bring({
      command: `graft models export ${quoteWord(params.base)} --format ${FORMATS[language]} --out ${folder}`,
      base: { ref: params.base, folder },
    });
    scope.say(`${name}, with the weights that it has learned.`);
    scope.add(
      language === 'node'
        ? `const ${variable} = await tf.loadLayersModel(${literal(language, `file://${folder}/model.json`)});`
        : `${variable} = keras.saving.load_model(${literal(language, `${folder}/model.keras`)}, compile=False)`,
    );
    scope.give('model', params.inputSize === null ? variable : resize(scope, variable, spec));
  },
});

/** @returns the variable of the same base for pictures of the size of `spec` */
function resize(scope: CodeScope<unknown>, variable: string, { input }: ModelSpec): string {
  if (input.kind !== 'image') return variable;
  const { language } = scope;
  const [resized, size] = [
    scope.name('resized'),
    `${String(input.height)}, ${String(input.width)}`,
  ];
  scope.use('copy-model', 'resize-input');
  scope.say(`It reads pictures of ${String(input.height)} x ${String(input.width)} here.`);
  scope.add(
    language === 'node'
      ? `const ${resized} = await resizeInput(${variable}, ${size});`
      : `${resized} = resize_input(${variable}, ${size})`,
  );
  return resized;
}

function refuse(code: string, message: string): UserError {
  return new UserError({ code, message });
}
