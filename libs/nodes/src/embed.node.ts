import { countExamples, defineNode } from '@graft/graph';
import { requireLayer, type ModelSpec } from '@graft/model';
import { z } from 'zod';
import { checkSurgery } from './attempt-surgery';
import { chooseFeatures } from './choose-features';
import { checkInputFit } from './fit-input';
import { nameExamples } from './wording';

const LIMIT_SECONDS = 6 * 3600;

const params = z.strictObject({
  layer: z.string().max(128).default(''),
  examples: z.int().min(3).max(1000).default(500),
  seed: z.int().min(1).max(2_147_483_647).default(1),
});

export const embedNode = defineNode({
  kind: 'embed',
  version: 1,
  group: 'evaluate',
  title: 'Embed',
  summary: 'Draws the examples as points: what the model takes for alike lies together.',
  docs: `Runs the model over a data set, takes what a layer makes of each example, and turns it by principal
component analysis so that the picture's two directions hold as much of the differences as two can. The
run's page shows the points, coloured by class, with the pictures; a table can be downloaded as CSV.
Feature maps are averaged over the picture.

**When**: to see which classes a base tells apart before anything is trained, which examples lie among
those of another class (often a wrong label), and what fine-tuning has changed.

**Typical**: the layer that the classifier reads, on the validation part. Two directions show a part of
the differences only: the share is said beside the picture, and classes that overlap in it may be far
apart in others.

Source: Pearson, "On lines and planes of closest fit", 1901.`,
  inputs: {
    model: { type: 'model', title: 'Model' },
    dataset: { type: 'dataset', title: 'Data set' },
  },
  outputs: { file: { type: 'file', title: 'Points' } },
  params,
  fields: {
    layer: {
      title: 'Layer',
      help: 'Whose values are drawn. Empty: what the classifier reads.',
      widget: 'layer',
    },
    examples: {
      title: 'Examples',
      help: 'At most so many are drawn, the same number of each class.',
    },
    seed: { title: 'Seed', help: 'Another seed draws other examples.', advanced: true },
  },
  check({ model, dataset }, { layer }, context) {
    return [
      ...checkSurgery(() => withLayer(model.spec, layer), context.nodeId, 'layer'),
      ...checkInputFit(dataset, model.spec.input, 'dataset', context),
    ];
  },
  infer({ model, dataset }, { layer, examples }, { nodeId }) {
    const count = Math.min(examples, countExamples(dataset));
    return {
      file: {
        type: 'file',
        source: { step: nodeId, output: 'points' },
        text: `${nameExamples(count, dataset.element)} at "${layer || chooseFeatures(model.spec).layer}"`,
      },
    };
  },
  step: {
    implementation: 1,
    resource: 'cpu',
    cacheable: true,
    timeLimitSeconds: () => LIMIT_SECONDS,
  },
});

/** The model itself, if it has the layer. @throws UserError `model.unknown_layer` */
function withLayer(spec: ModelSpec, layer: string): ModelSpec {
  if (layer !== '') requireLayer(spec, layer);
  return spec;
}
