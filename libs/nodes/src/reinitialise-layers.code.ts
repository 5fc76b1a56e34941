import { UserError } from '@graft/errors';
import { defineCode } from './code/code-part';
import { writeLayerSet, writeTrainable } from './code/write-trainable';

export const reinitialiseLayersCode = defineCode<{ initialiser: string }>({
  kind: 'reinitialise-layers',
  write(scope) {
    const { language, params } = scope;
    if (params.initialiser !== 'default') {
      throw new UserError({
        code: 'code.initialiser',
        message: 'only the initialiser that each layer has anyway is written: choose "default".',
      });
    }
    const model = scope.change('model');
    const { spec } = scope.result('model');
    const before = new Map(model.summary.spec.layers.map((layer) => [layer.name, layer.weights]));
    const fresh = spec.layers.filter(
      ({ name, weights }) => JSON.stringify(weights) !== JSON.stringify(before.get(name)),
    );
    const names = writeLayerSet(
      scope,
      spec,
      fresh.map(({ name }) => name),
    );
    scope.use('draw-anew');
    scope.say('These layers forget what they know and start from random weights.');
    scope.add(
      ...(language === 'node'
        ? [`for (const name of ${names}) drawAnew(${model.variable}.getLayer(name));`]
        : [`for name in ${names}:`, `    draw_anew(${model.variable}.get_layer(name))`]),
    );
    writeTrainable(scope, model, spec);
    scope.give('model', model.variable);
  },
});
