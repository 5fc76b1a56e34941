import { buildModel, findLearningRate, type LearningRateSearch } from '@graft/ml';
import { suffixOf } from '@graft/model';
import { LEARNING_RATE_SEARCH } from '@graft/plan';
import { defineStep } from './define-step';
import { trainingParams } from './training-params';
import { settingsOf } from './training-settings';
import { openSource } from './training-source';

export const LEARNING_RATES_FORMAT = 'graft.learning-rates/1';

/** Of the plot, from tiny to certainly too large. */
const RANGE = { lowest: 1e-6, highest: 1, steps: 120 };

/** The `scores` artifact: the curve of a search, for a plot with a logarithmic axis. */
export interface LearningRateCurve extends LearningRateSearch {
  readonly format: typeof LEARNING_RATES_FORMAT;
}

/**
 * Searches a learning rate for the training that the plan put this step in the place of. Reads the
 * model and the training examples of that step, and changes neither.
 */
export const findLearningRateStep = defineStep({
  kind: LEARNING_RATE_SEARCH.kind,
  async run(context) {
    context.reportProgress({ text: 'reading data and model', fraction: 0, secondsLeft: null });
    const { tf } = await context.tensorflow();
    const spec = context.spec('model');
    const train = await openSource(context, tf, spec, 'train');
    const cached = context.step.features !== undefined;
    const layers = cached ? suffixOf(spec, train.inputs).layers : spec.layers;
    const weights = await context.loadWeights(layers.flatMap((layer) => layer.weights));
    const model = buildModel(tf, spec, weights, { inputs: train.inputs });
    const { params } = context.step;
    const settings = settingsOf(trainingParams.strip().parse(params), context.step.kind, {
      counts: countLabels(train.examples.classes.length, train.examples.examples),
    });
    try {
      const found = await findLearningRate(tf, {
        ...{ model, settings, train, range: RANGE },
        hooks: { yieldToHost: () => context.betweenBatches() },
        onStep: (fraction) => {
          context.reportProgress({ text: 'trying learning rates', fraction, secondsLeft: null });
        },
      });
      const curve: LearningRateCurve = { format: LEARNING_RATES_FORMAT, ...found };
      await context.offer(LEARNING_RATE_SEARCH.output, {
        kind: 'scores',
        bytes: JSON.stringify(curve),
      });
      const { suggestion, points } = found;
      return { ended: 'complete', summary: { suggestion, steps: points.length, how: found.ended } };
    } finally {
      model.dispose();
    }
  },
});

function countLabels(classes: number, examples: readonly { label: number }[]): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const { label } of examples) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}
