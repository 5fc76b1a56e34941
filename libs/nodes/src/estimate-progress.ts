import type { StepContext } from './define-step';

/** Progress over a known number of things, with the time left at the rate so far. */
export function estimateProgress(
  total: number,
  unit: string,
  context: Pick<StepContext, 'reportProgress' | 'training'>,
): { advance(count: number): void } {
  const { now } = context.training;
  const started = now();
  let done = 0;
  const report = (): void => {
    const seconds = (now() - started) / 1000;
    context.reportProgress({
      text: `${String(done)} of ${String(total)} ${unit}`,
      fraction: total === 0 ? 1 : done / total,
      secondsLeft: done === 0 ? null : (seconds / done) * (total - done),
    });
  };
  report();
  return {
    advance(count) {
      done += count;
      report();
    },
  };
}
