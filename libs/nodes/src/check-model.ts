import { countExamples, type DatasetSummary, type NodeIssue } from '@graft/graph';
import type { ModelSummary } from '@graft/model';

/** A warning for a model whose head holds random weights still; port `model`. */
export function checkTrained(model: ModelSummary): NodeIssue[] {
  if (model.trained) return [];
  return [
    {
      code: 'untrained',
      severity: 'warning',
      port: 'model',
      message:
        'The head of this model was never trained, so its answers are random. Put a Train node before this one.',
    },
  ];
}

/** An error where the model would get nothing to answer on; `purpose` is what it is wired for: "to evaluate on". */
export function checkFilled(dataset: DatasetSummary, purpose: string): NodeIssue[] {
  if (countExamples(dataset) > 0) return [];
  return [
    {
      code: 'empty',
      port: 'dataset',
      message: `There is no example ${purpose}. Give that part of the split a larger fraction.`,
    },
  ];
}
