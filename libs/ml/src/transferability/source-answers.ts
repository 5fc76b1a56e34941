import { sumOver } from './sums';

/** Probabilities of the source's own classes: row-major, one row an example. */
export interface SourceAnswers {
  readonly values: ArrayLike<number>;
  readonly classes: number;
}

/**
 * NCE: minus the conditional entropy of the label given the source's most likely class (Tran et al.,
 * "Transferability and hardness of supervised classification tasks", 2019). At most 0.
 */
export function negativeConditionalEntropy(
  source: SourceAnswers,
  labels: ArrayLike<number>,
  classes: number,
): number {
  const joint = new Float64Array(classes * source.classes);
  for (let example = 0; example < labels.length; example++) {
    let top = 0;
    for (let each = 1; each < source.classes; each++) {
      const value = source.values[example * source.classes + each] ?? 0;
      if (value > (source.values[example * source.classes + top] ?? 0)) top = each;
    }
    const at = (labels[example] ?? 0) * source.classes + top;
    joint[at] = (joint[at] ?? 0) + 1 / labels.length;
  }
  const marginal = sumClasses(joint, source.classes);
  return sumOver(joint, (share, at) =>
    share === 0 ? 0 : share * Math.log(share / (marginal[at % source.classes] ?? 1)),
  );
}

/**
 * LEEP: mean log likelihood of the labels when the source's classes predict them (Nguyen et al.,
 * 2020). At most 0. Compares bases with the same source classes only. A source class that no example
 * is given any share of counts nothing.
 */
export function leep(source: SourceAnswers, labels: ArrayLike<number>, classes: number): number {
  const examples = labels.length;
  const joint = new Float64Array(classes * source.classes);
  for (let example = 0; example < examples; example++) {
    for (let each = 0; each < source.classes; each++) {
      const at = (labels[example] ?? 0) * source.classes + each;
      const value = source.values[example * source.classes + each] ?? 0;
      joint[at] = (joint[at] ?? 0) + value / examples;
    }
  }
  const marginal = sumClasses(joint, source.classes);
  let total = 0;
  for (let example = 0; example < examples; example++) {
    let likelihood = 0;
    for (let each = 0; each < source.classes; each++) {
      const mass = marginal[each] ?? 0;
      if (mass === 0) continue;
      const share = (joint[(labels[example] ?? 0) * source.classes + each] ?? 0) / mass;
      likelihood += share * (source.values[example * source.classes + each] ?? 0);
    }
    total += Math.log(likelihood);
  }
  return total / examples;
}

function sumClasses(joint: Float64Array, sources: number): Float64Array {
  const marginal = new Float64Array(sources);
  joint.forEach((share, at) => (marginal[at % sources] = (marginal[at % sources] ?? 0) + share));
  return marginal;
}
