import type { z } from 'zod';
import { chooseFeatures } from './choose-features';
import { defineCode } from './code/code-part';
import { literal } from './code/literals';
import { nameLayers } from './code/write-layers';
import { writeRead } from './code/write-read';
import type { embedNode } from './embed.node';
import { sampleEvenly } from './sample-evenly';

export const embedCode = defineCode<z.infer<typeof embedNode.params>>({
  kind: 'embed',
  write(scope) {
    const { language, params } = scope;
    const { variable, summary: model } = scope.model('model');
    const { rows, summary } = scope.examples('dataset', (selection) =>
      sampleEvenly(selection, params.examples, params.seed),
    );
    const labels = scope.constant(
      'LABELS',
      summary.classes.map(({ name }) => name),
    );
    const chosen = params.layer === '' ? chooseFeatures(model.spec).layer : params.layer;
    const layer = literal(language, nameLayers(language, model.spec)(chosen));
    const name = literal(language, scope.name());
    const read = writeRead(scope, model.spec, rows, labels);
    const own = scope.name('read');
    scope.use('take-features', 'decompose', 'draw-points');
    scope.say(`What ${chosen} makes of each example, as points in a plane.`);
    scope.add(
      ...(language === 'node'
        ? [
            `const ${own} = ${read};`,
            `await drawPoints(${name}, takeFeatures(${variable}, ${layer}, ${own}.x), ${rows});`,
          ]
        : [
            `${own}, _ = ${read}`,
            `draw_points(${name}, take_features(${variable}, ${layer}, ${own}), ${rows})`,
          ]),
    );
  },
});
