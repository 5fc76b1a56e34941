import type { CheckpointTimes } from './training';

/** Checkpoints take at most this share of the time, within the limits that are given. */
const MOST_OVERHEAD = 0.03;
/** Seconds; a clock may be too coarse to see a cheap one. */
const LEAST_COST = 0.001;

/**
 * How long to wait after a checkpoint before the next, in seconds. Within an epoch: the square root of
 * 2 x cost x mean time between failures (Young, "A first order approximation to the optimum checkpoint
 * interval", 1974), within the limits. At the end of an epoch, where nothing of it is lost: the lower
 * limit.
 * @param cost seconds that the last checkpoint took; null before the first
 */
export function checkpointInterval(
  where: 'epoch-end' | 'within-epoch',
  cost: number | null,
  { minSeconds, maxSeconds, meanSecondsBetweenFailures }: CheckpointTimes,
): number {
  const least = Math.max(minSeconds, (cost ?? 0) / MOST_OVERHEAD);
  if (where === 'epoch-end') return least;
  const best = Math.sqrt(2 * Math.max(cost ?? 0, LEAST_COST) * meanSecondsBetweenFailures);
  return Math.min(maxSeconds, Math.max(least, best));
}
