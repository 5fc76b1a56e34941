interface Settings {
  readonly folds: number;
  readonly validation: number;
  readonly batchSize: number;
}

/**
 * Steps of an epoch in the fold that has most to learn from, as examples are divided when all differ. Others
 * have one less at most.
 */
export function countFoldSteps(
  classes: readonly { readonly count: number }[],
  { folds, validation, batchSize }: Settings,
): number {
  const learned = new Array<number>(folds).fill(0);
  let next = 0;
  for (const { count } of classes) {
    const left = new Array<number>(folds).fill(count);
    for (let at = 0; at < count; at++) {
      left[next] = (left[next] ?? 0) - 1;
      next = (next + 1) % folds;
    }
    left.forEach((own, fold) => {
      const held = validation === 0 || own < 2 ? 0 : Math.max(1, Math.round(own * validation));
      learned[fold] = (learned[fold] ?? 0) + own - held;
    });
  }
  return Math.max(1, Math.ceil(Math.max(...learned) / batchSize));
}
