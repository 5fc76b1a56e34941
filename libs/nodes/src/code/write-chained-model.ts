import type { ModelSpec } from '@graft/model';
import type { CodeScope } from './code-part';
import { literal } from './literals';
import { writeChain } from './write-layers';

/**
 * Writes a model of layers in a row, with the weights that its layers begin with.
 * @returns its variable
 * @throws UserError `code.layer`, `code.branch`
 */
export function writeChainedModel(scope: CodeScope<unknown>, spec: ModelSpec): string {
  const { language } = scope;
  const [input, ...rest] = spec.layers;
  const layers = writeChain(scope, rest);
  const variable = scope.name();
  const inputs = scope.name('input');
  const shape = literal(language, input?.outputShape ?? []);
  if (language === 'node') {
    scope.add(
      `const ${inputs} = tf.input({ shape: ${shape} });`,
      `const ${variable} = tf.model({`,
      `  inputs: ${inputs},`,
      '  outputs: [',
      ...layers.map((layer) => `    ${layer},`),
      `  ].reduce((x, layer) => layer.apply(x), ${inputs}),`,
      '});',
    );
  } else {
    scope.add(
      `x = ${inputs} = keras.Input(shape=${shape})`,
      ...layers.map((layer) => `x = ${layer}(x)`),
      `${variable} = keras.Model(${inputs}, x)`,
    );
  }
  return variable;
}
