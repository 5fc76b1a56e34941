import type { ConfusionMatrix } from './confusion';

/** Precision, recall and F1 of one class, 0 to 1. A quotient 0/0 counts as 0, as in scikit-learn. */
export interface ClassMetrics {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Examples of the class. */
  readonly support: number;
}

export interface ClassificationMetrics {
  readonly examples: number;
  readonly accuracy: number;
  readonly perClass: readonly ClassMetrics[];
  /** Mean over the classes, each counting the same. */
  readonly macro: Omit<ClassMetrics, 'support'>;
  /** Mean over the classes, each by its examples. */
  readonly weighted: Omit<ClassMetrics, 'support'>;
  /** Mean recall over the classes that have examples. */
  readonly balancedAccuracy: number;
}

/** All metrics that follow from a confusion matrix. NaN accuracy for one without examples. */
export function computeClassification(matrix: ConfusionMatrix): ClassificationMetrics {
  const perClass = matrix.map((_, index) => measureClass(matrix, index));
  const examples = sum(perClass.map(({ support }) => support));
  const correct = sum(matrix.map((row, index) => row[index] ?? 0));
  const present = perClass.filter(({ support }) => support > 0);
  return {
    examples,
    accuracy: correct / examples,
    perClass,
    macro: average(perClass, () => 1),
    weighted: average(perClass, ({ support }) => support),
    balancedAccuracy: divide(sum(present.map(({ recall }) => recall)), present.length),
  };
}

function measureClass(matrix: ConfusionMatrix, index: number): ClassMetrics {
  const hits = matrix[index]?.[index] ?? 0;
  const support = sum(matrix[index] ?? []);
  const predicted = sum(matrix.map((row) => row[index] ?? 0));
  return {
    precision: divide(hits, predicted),
    recall: divide(hits, support),
    f1: divide(2 * hits, support + predicted),
    support,
  };
}

function average(
  classes: readonly ClassMetrics[],
  weigh: (metrics: ClassMetrics) => number,
): Omit<ClassMetrics, 'support'> {
  const total = sum(classes.map(weigh));
  const mean = (key: 'precision' | 'recall' | 'f1') =>
    divide(sum(classes.map((metrics) => metrics[key] * weigh(metrics))), total);
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
}

function divide(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
