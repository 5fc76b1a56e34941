import { defineCode } from './code/code-part';
import { literal } from './code/literals';
import { writeChain } from './code/write-layers';

export const newModelCode = defineCode<{ seed: number }>({
  kind: 'new-model',
  write(scope) {
    const { language } = scope;
    const { spec } = scope.result('model');
    const [input, ...rest] = spec.layers;
    const layers = writeChain(scope, rest);
    const variable = scope.name();
    const inputs = scope.name('input');
    const shape = literal(language, input?.outputShape ?? []);
    scope.say('Random weights: it has learned nothing yet.');
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
    scope.give('model', variable);
  },
});
