import { countExamples, defineNode, type NodeContext, type NodeIssue } from '@graft/graph';
import type { DatasetSummary } from '@graft/graph';
import type { ModelSummary } from '@graft/model';
import { z } from 'zod';
import { checkFilled, checkTrained } from './check-model';
import { mayOverlap } from './data-parts';
import { checkInputFit } from './fit-input';
import { checkLabels } from './fit-labels';
import { takeOtherPort, withFix } from './rewire';
import { nameExamples } from './wording';

const LIMIT_SECONDS = 6 * 3600;
/** Where the step finds what the model has learned from. */
export const LEARNED_PORT = 'learned';

const params = z.strictObject({
  topK: z.int().min(1).max(100).default(3),
});

export const evaluateNode = defineNode({
  kind: 'evaluate',
  version: 1,
  group: 'evaluate',
  title: 'Evaluate',
  basic: true,
  summary: 'Measures the model on examples that it has not learned from.',
  docs: `Runs the model over a data set and reports accuracy with its 95 % interval, top-k accuracy, precision,
recall and F1 for each class with macro and weighted averages, balanced accuracy, calibration (with a
bootstrap interval under 300 examples), the confusion matrix and the surest mistakes; for two classes
also ROC and precision-recall curves. Where the model has learned from the same data set, accuracy on
examples with a near duplicate among those stands apart from accuracy on new ones. A table of every example with its probabilities can be downloaded
as CSV.

**When**: once, at the end, on the **test** part. Whoever tries many settings against the test part
chooses by it, and then the number is too good.

**Typical**: with 100 test examples an accuracy of 80 % means 71 to 87 %: compare models over several
split seeds, not by one number.

Source: Wilson, "Probable inference", 1927 (the interval); Guo et al., "On calibration of modern neural
networks", 2017.`,
  inputs: {
    model: { type: 'model', title: 'Model' },
    dataset: { type: 'dataset', title: 'Data set', usual: 'test' },
  },
  outputs: { report: { type: 'report', title: 'Report' } },
  params,
  fields: {
    topK: {
      title: 'Top k',
      help: 'Also count an answer as right when it is among the k most likely.',
    },
  },
  check({ model, dataset }, { topK }, context) {
    const fits = checkInputFit(dataset, model.spec.input, 'dataset', context);
    return [
      ...checkFilled(dataset, 'to evaluate on'),
      ...fits,
      ...(fits.length > 0 ? [] : checkLabels(model, dataset, 'dataset', context)),
      ...checkLearned(model, dataset, context),
      ...checkTopK(topK, dataset, context),
    ];
  },
  infer({ model, dataset }, _params, { nodeId }) {
    const count = nameExamples(countExamples(dataset), dataset.element);
    return {
      report: {
        type: 'report',
        source: { step: nodeId, output: 'report' },
        text: `${model.name} on ${count}, ${dataset.classes.length} classes`,
      },
    };
  },
  step: {
    implementation: 3,
    resource: 'cpu',
    cacheable: true,
    timeLimitSeconds: () => LIMIT_SECONDS,
    reads: { model: 'model', data: ['dataset'], learned: LEARNED_PORT },
  },
});

function checkLearned(
  model: ModelSummary,
  dataset: DatasetSummary,
  context: NodeContext,
): NodeIssue[] {
  const untrained = checkTrained(model);
  if (untrained.length > 0) return untrained;
  const learned = model.learnedFrom !== undefined && mayOverlap(model.learnedFrom, dataset.recipe);
  if (!learned && dataset.part !== 'train') return [];
  const change = { from: 'train', to: 'test', title: 'Take the test part' };
  return [
    {
      code: 'learned-examples',
      severity: 'warning',
      port: 'dataset',
      message:
        'The model has learned from these examples or some of them, so the report will look too good. Wire the test part of the split here.',
      ...withFix(takeOtherPort(context, 'dataset', change)),
    },
  ];
}

function checkTopK(topK: number, { classes }: DatasetSummary, context: NodeContext): NodeIssue[] {
  if (topK <= classes.length || classes.length === 0) return [];
  return [
    {
      code: 'top-k',
      severity: 'warning',
      field: 'topK',
      message: `With ${classes.length} classes the right one is always among the ${topK} most likely.`,
      fix: {
        title: `Use ${Math.max(1, Math.min(3, classes.length - 1))}`,
        setParams: [
          {
            nodeId: context.nodeId,
            params: { topK: Math.max(1, Math.min(3, classes.length - 1)) },
          },
        ],
      },
    },
  ];
}
