import { MAX_REPEATS, readValues, type Variation } from '@graft/plan';
import { UsageError } from '../exit';

/** Settings to try; null when neither option is given. @throws UsageError */
export function readVariation(
  vary: string | undefined,
  repeat: string | undefined,
): { field: string | null; values: Variation['values'][number][]; repeats: number } | null {
  if (vary === undefined && repeat === undefined) return null;
  const repeats = Number(repeat ?? 1);
  if (!Number.isInteger(repeats) || repeats < 1 || repeats > MAX_REPEATS) {
    throw new UsageError(`--repeat ${repeat ?? ''} is no whole number from 1 to ${MAX_REPEATS}.`);
  }
  if (vary === undefined) return { field: null, values: [], repeats };
  const [, field, text] = /^([^=.]+\.[^=]+)=(.+)$/s.exec(vary) ?? [];
  const values = text === undefined ? null : readValues(text);
  if (field !== undefined && values !== null && values.length > 0)
    return { field, values, repeats };
  throw new UsageError(
    `--vary ${vary} is not of the form node.parameter=values, as in train.batchSize=16,32 or "train.learningRate=1e-4..1e-1 in 7 log".`,
  );
}
