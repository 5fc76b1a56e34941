import { defineCode } from './code/code-part';
import { literal } from './code/literals';
import { nameLayers } from './code/write-layers';

export const cutLayersCode = defineCode({
  kind: 'cut-layers',
  write(scope) {
    const { language } = scope;
    const { spec } = scope.result('model');
    const { variable: from, summary } = scope.change('model');
    const variable = scope.name();
    const last = literal(language, nameLayers(language, summary.spec)(spec.output));
    scope.say(`Keeps the layers up to ${spec.output}.`);
    scope.add(
      ...(language === 'node'
        ? [
            `const ${variable} = tf.model({`,
            `  inputs: ${from}.inputs,`,
            `  outputs: ${from}.getLayer(${last}).getOutputAt(0),`,
            '});',
          ]
        : [`${variable} = keras.Model(${from}.inputs, ${from}.get_layer(${last}).output)`]),
    );
    scope.give('model', variable);
  },
});
