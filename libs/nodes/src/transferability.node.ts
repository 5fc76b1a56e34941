import { countExamples, defineNode, type NodeIssue } from '@graft/graph';
import { z } from 'zod';
import { checkInputFit } from './fit-input';
import { nameExamples } from './wording';

const LIMIT_SECONDS = 6 * 3600;

const params = z.strictObject({
  names: z.array(z.string().min(1).max(100)).max(100).default([]),
  examples: z.int().min(20).max(1000).default(400),
  neighbours: z.int().min(1).max(50).default(5),
  probe: z.boolean().default(true),
  seed: z.int().min(1).max(2_147_483_647).default(1),
});

export const transferabilityNode = defineNode({
  kind: 'transferability',
  version: 1,
  group: 'evaluate',
  title: 'Transferability',
  summary: 'Ranks bases or cut points for a data set, before anything is trained.',
  docs: `Runs each model over a sample of the data and scores what comes out by how well it tells the classes
apart: **kNN** (leave-one-out, cosine), **LogME**, the **H-score** with a shrunk covariance, and a short
**linear probe**. A model that still has its classifier is also scored by **LEEP** and **NCE**, which
compare only models with the same source classes. Feature maps are averaged over the picture.

**When**: with several bases, or several places to cut one. Minutes instead of hours; then train the best
two or three.

**Typical**: 400 examples of the train part, spread evenly over the classes. It is a hint: published
scores rank well on some data sets and badly on others, and none sees what fine-tuning would change.
Where kNN, LogME and the probe disagree, cross-validate.

Source: You et al., "LogME", 2021 (with the rank in place of the width, as the published code is wrong
for fewer examples than features); Ibrahim et al., "Newer is not always better", 2021; Nguyen et al.,
"LEEP", 2020; Tran et al., "Transferability and hardness", 2019.`,
  inputs: {
    models: { type: 'model', title: 'Models', many: true },
    dataset: { type: 'dataset', title: 'Data set' },
  },
  outputs: { scores: { type: 'scores', title: 'Scores' } },
  params,
  fields: {
    names: {
      title: 'Names',
      help: 'What the models are called, in the order of the wires. Empty: numbers.',
    },
    examples: {
      title: 'Examples',
      help: 'At most so many are used, the same number of each class.',
    },
    neighbours: { title: 'Neighbours', help: 'How many decide in kNN.', advanced: true },
    probe: { title: 'Linear probe', help: 'Train a small classifier on the features, in 5 folds.' },
    seed: { title: 'Seed', help: 'Another seed draws other examples.', advanced: true },
  },
  check({ models, dataset }, _params, context) {
    const fits = models.flatMap((model) =>
      checkInputFit(dataset, model.spec.input, 'dataset', context),
    );
    return [...checkModels(models.length), ...checkPart(dataset.part), ...fits];
  },
  infer({ models, dataset }, { examples }, { nodeId }) {
    const used = Math.min(examples, countExamples(dataset));
    return {
      scores: {
        type: 'scores',
        source: { step: nodeId, output: 'scores' },
        text: `${models.length} models ranked on ${nameExamples(used, dataset.element)}`,
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

function checkModels(count: number): NodeIssue[] {
  if (count >= 2) return [];
  return [
    {
      code: 'one-model',
      severity: 'warning',
      port: 'models',
      message:
        'One model alone has nothing to be ranked against. Wire another base or cut here too.',
    },
  ];
}

function checkPart(part: string): NodeIssue[] {
  if (part !== 'test') return [];
  return [
    {
      code: 'test-part',
      port: 'dataset',
      message:
        'The test part is wired here. A base chosen by it makes the final report too good: wire the train part.',
    },
  ];
}
