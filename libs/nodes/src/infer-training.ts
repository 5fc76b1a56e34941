import { countExamples, type NodeContext, type ProducedSummary } from '@graft/graph';
import {
  countParameters,
  describeCount,
  withLearnedWeights,
  type ModelSummary,
} from '@graft/model';
import type { TrainingInputs } from './check-training';
import { fitInput } from './fit-input';
import type { TrainingParams } from './training-params';
import { nameExamples } from './wording';

/** What a training node gives: the model with its learned weights to come, and their history. */
export function inferTraining(
  model: ModelSummary,
  { train }: TrainingInputs,
  { epochs, precision }: Pick<TrainingParams, 'epochs' | 'precision'>,
  { nodeId }: NodeContext,
): { model: ModelSummary; history: ProducedSummary<'history'> } {
  const fit = fitInput(train.element, model.spec.input);
  const { trainable } = countParameters(model.spec);
  return {
    model: {
      ...model,
      spec: withLearnedWeights(model.spec, nodeId, 'weights'),
      trained: true,
      notes: [...new Set([...model.notes, ...(fit.fits ? fit.notes : [])])],
      learnedFrom: train.recipe,
      calibratedOn: precision === 'fast' ? train.recipe : null,
    },
    history: {
      type: 'history',
      source: { step: nodeId, output: 'history' },
      text: `${epochs} epochs over ${nameExamples(countExamples(train), train.element)}, ${describeCount(trainable)} trainable weights`,
    },
  };
}
