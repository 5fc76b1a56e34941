import { countExamples, defineNode } from '@graft/graph';
import { z } from 'zod';
import { checkFilled, checkTrained } from './check-model';
import { checkInputFit } from './fit-input';
import { checkHead } from './fit-labels';
import { nameExamples } from './wording';

const LIMIT_SECONDS = 6 * 3600;

const params = z.strictObject({
  topK: z.int().min(1).max(100).default(3),
  explain: z.int().min(0).max(100).default(12),
});

export const predictNode = defineNode({
  kind: 'predict',
  version: 1,
  group: 'evaluate',
  title: 'Predict',
  summary: 'Says what the model takes each example for.',
  docs: `Runs the model over a data set and writes a table (CSV) with the likeliest labels of every example and their
probabilities. The panel and the run's page show the answers that the model is least sure of, first, and where in
the picture lies what spoke for them (Grad-CAM). The classes of the data set need not be those of the model: what
the data says stands beside the answer, and is not judged.

**When**: pictures or texts shall be sorted that nobody has labelled, or a model shall be looked at on data of
another kind than it was made for. How often it is right is said by _Evaluate_, on labelled examples.

**Typical**: 3 labels; look at the least sure answers first, label those by hand and train again: they teach the
most.

Source: Selvaraju et al., "Grad-CAM: visual explanations from deep networks via gradient-based localization", 2017;
Lewis and Gale, "A sequential algorithm for training text classifiers", 1994 (the least sure first).`,
  inputs: {
    model: { type: 'model', title: 'Model' },
    dataset: { type: 'dataset', title: 'Data set' },
  },
  outputs: { file: { type: 'file', title: 'Answers' } },
  params,
  fields: {
    topK: { title: 'Labels', help: 'So many of the likeliest labels of each example.' },
    explain: {
      title: 'Explained',
      help: 'For at most so many pictures it is drawn where the model sees what it names. Texts have no such place.',
    },
  },
  check({ model, dataset }, _params, context) {
    return [
      ...checkFilled(dataset, 'to look at'),
      ...checkInputFit(dataset, model.spec.input, 'dataset', context),
      ...checkHead(model, 'dataset', context),
      ...checkTrained(model),
    ];
  },
  infer({ model, dataset }, { topK }, { nodeId }) {
    const count = nameExamples(countExamples(dataset), dataset.element);
    const labels = Math.min(topK, model.spec.labels?.length ?? topK);
    return {
      file: {
        type: 'file',
        source: { step: nodeId, output: 'predictions' },
        text: `${model.name} on ${count}, ${String(labels)} labels each`,
      },
    };
  },
  step: {
    implementation: 1,
    resource: 'cpu',
    cacheable: true,
    timeLimitSeconds: () => LIMIT_SECONDS,
    reads: { model: 'model', data: ['dataset'] },
  },
});
