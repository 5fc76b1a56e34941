import { UserError } from '@graft/errors';
import type { ModelSpec } from '@graft/model';
import type { CodeScope } from './code-part';

/**
 * The expression that reads listed examples as a network takes them: in JavaScript `{ x, y }`, in Python
 * two values.
 * @throws UserError `code.input`, `code.words`
 */
export function writeRead(
  scope: CodeScope<unknown>,
  spec: ModelSpec,
  rows: string,
  labels: string,
): string {
  const { call, input } = nameReading(scope, spec);
  return scope.language === 'node'
    ? `await ${call}(${rows}, ${labels}, ${input})`
    : `${call}(${rows}, ${labels}, **${input})`;
}

function nameReading(scope: CodeScope<unknown>, { input }: ModelSpec) {
  const node = scope.language === 'node';
  switch (input.kind) {
    case 'image': {
      const { height, width, channels, mean, scale } = input;
      scope.use('read-pictures');
      return {
        call: node ? 'readPictures' : 'read_pictures',
        input: scope.constant('INPUT', { height, width, channels, mean, scale }),
      };
    }
    case 'tokens': {
      const folder = scope.findWords(input.vocabulary);
      if (folder === undefined) {
        throw refuse(
          'code.words',
          'the words of this model are not those of a "Word vectors" node of this graph.',
        );
      }
      scope.use('read-texts');
      return {
        call: node ? 'readTexts' : 'read_texts',
        input: scope.constant('TEXTS', {
          words: `${folder}/vocabulary.json`,
          length: input.length,
        }),
      };
    }
    default:
      throw refuse(
        'code.input',
        'only models that read pictures or texts are written; this one reads something else.',
      );
  }
}

function refuse(code: string, message: string): UserError {
  return new UserError({ code, message });
}
