import { createRandom } from '@graft/graph';
import { quantile } from './familiarity';

/**
 * 95 % percentile interval of a statistic by the bootstrap (Efron 1979): it is computed on `rounds`
 * samples of the same size, drawn with replacement. The same seed gives the same interval.
 *
 * @param measure the statistic of the examples with these indices
 */
export function bootstrapInterval(
  count: number,
  measure: (indices: Int32Array) => number,
  { rounds = 1000, seed = 1 } = {},
): { low: number; high: number } {
  const random = createRandom(seed, 'bootstrap');
  const values = Array.from({ length: rounds }, () =>
    measure(Int32Array.from({ length: count }, () => random.nextInt(count))),
  );
  return { low: quantile(values, 0.025), high: quantile(values, 0.975) };
}
