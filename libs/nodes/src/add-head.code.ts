import { HEAD_BLOCK } from '@graft/model';
import { defineCode } from './code/code-part';
import { literal } from './code/literals';
import { nameLayers, writeChain } from './code/write-layers';

export const addHeadCode = defineCode<{ start: 'new' | 'old-classifier' }>({
  kind: 'add-head',
  write(scope) {
    const { language, params } = scope;
    const { variable: from, summary } = scope.change('model');
    const { spec } = scope.result('model');
    if (params.start === 'old-classifier') {
      scope.say('The old classifier stays, and answers with the new classes in their order.');
      scope.give('model', from);
      return;
    }
    const head = spec.layers.filter(({ block }) => block === HEAD_BLOCK);
    const layers = writeChain(scope, head);
    const variable = scope.name();
    const at = head[0]?.inbound[0] ?? summary.spec.output;
    const last = literal(language, nameLayers(language, summary.spec)(at));
    scope.say(`A new classifier for ${String(spec.labels?.length ?? 0)} classes behind ${at}.`);
    if (language === 'node') {
      scope.add(
        `const ${variable} = tf.model({`,
        `  inputs: ${from}.inputs,`,
        '  outputs: [',
        ...layers.map((layer) => `    ${layer},`),
        `  ].reduce((x, layer) => layer.apply(x), ${from}.getLayer(${last}).getOutputAt(0)),`,
        '});',
      );
    } else {
      scope.add(
        `x = ${from}.get_layer(${last}).output`,
        ...layers.map((layer) => `x = ${layer}(x)`),
        `${variable} = keras.Model(${from}.inputs, x)`,
      );
    }
    scope.give('model', variable);
  },
});
