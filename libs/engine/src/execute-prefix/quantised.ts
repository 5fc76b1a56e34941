import { UserError } from '@graft/errors';
import { prepareQuantisation, type Quantisation } from '@graft/ml';
import type { ModelSpec } from '@graft/model';
import {
  requireImageInput,
  workAhead,
  type Picture,
  type QuantisedExecutor,
  type StepContext,
} from '@graft/nodes/steps';
import { openOnnxSession, runBySize, type OnnxSession, type Wanted } from './onnx-session';
import { partOf } from './part-of';

/** Below this, int8 features are another model's features. Prototype on EfficientNet-Lite0: 0.992. */
export const LEAST_COSINE = 0.98;
/** Commands are heard between batches. */
const BATCH = 8;
/** No lane waits for the other one at the end of a batch. */
const AHEAD = 2;

/**
 * The part of a model up to some layers in int8. The calibration pictures run through it twice: in
 * single precision, which shows the range of every feature map, and in int8, which shows how far
 * the features have moved.
 *
 * @throws UserError `features.imprecise` when the cosine of the two is below LEAST_COSINE in the mean
 */
export async function openQuantisedPrefix(
  context: Pick<StepContext, 'loadWeights' | 'threads' | 'betweenBatches'>,
  spec: ModelSpec,
  outputs: readonly string[],
  calibration: readonly Picture[],
): Promise<QuantisedExecutor> {
  requireImageInput(spec);
  const { weights: wanted, shapes } = partOf(spec, outputs);
  const weights = await context.loadWeights(wanted);
  const quantisation = prepareQuantisation(spec, weights, { outputs, input: 'pixels-uint8' });
  const run = { context, calibration, wanted: { outputs, shapes } };
  const exact = await observe(run, quantisation);
  const session = await openOnnxSession(quantisation.encode(), context.threads);
  try {
    const rounded = await runAll(run, (batch) => runBySize(session, batch, run.wanted));
    const cosine = Math.min(
      ...outputs.map((layer) =>
        compareRows(exact.get(layer), rounded.get(layer), calibration.length),
      ),
    );
    if (!(cosine >= LEAST_COSINE)) throw imprecise(cosine, calibration.length, outputs);
    return {
      cut: outputs,
      shapes,
      name: `${session.name} int8`,
      cosine,
      calibrated: rounded,
      execute: (pictures) => runBySize(session, pictures, run.wanted),
      dispose: () => session.dispose(),
    };
  } catch (error) {
    await session.dispose();
    throw error;
  }
}

interface CalibrationRun {
  readonly context: Pick<StepContext, 'threads' | 'betweenBatches'>;
  readonly calibration: readonly Picture[];
  readonly wanted: Wanted;
}

/** Features in single precision; the quantisation is told the ranges on the way. */
async function observe(
  run: CalibrationRun,
  quantisation: Quantisation,
): Promise<Map<string, Float32Array>> {
  const { lows, highs } = quantisation.rangeOutputs;
  const session: OnnxSession = await openOnnxSession(quantisation.observed, run.context.threads);
  const watched: OnnxSession = {
    ...session,
    run: (pictures, outputs) => session.run(pictures, [...outputs, lows, highs]),
  };
  try {
    return await runAll(run, (batch) =>
      runBySize(watched, batch, run.wanted, (results) => {
        quantisation.observe(results.get(lows) as Float32Array, results.get(highs) as Float32Array);
      }),
    );
  } finally {
    await session.dispose();
  }
}

async function runAll(
  { context, calibration, wanted }: CalibrationRun,
  execute: (batch: readonly Picture[]) => Promise<ReadonlyMap<string, Float32Array>>,
): Promise<Map<string, Float32Array>> {
  const all = new Map<string, Float32Array>();
  const starts = calibration.flatMap((_, at) => (at % BATCH === 0 ? [at] : []));
  const compute = async (at: number) => ({
    at,
    values: await execute(calibration.slice(at, at + BATCH)),
  });
  for await (const { at, values } of workAhead(starts, compute, AHEAD)) {
    for (const layer of wanted.outputs) {
      const rows = values.get(layer) ?? new Float32Array();
      const size = (wanted.shapes[layer] ?? []).reduce((product, each) => product * each, 1);
      const whole = all.get(layer) ?? new Float32Array(calibration.length * size);
      whole.set(rows, at * size);
      all.set(layer, whole);
    }
    await context.betweenBatches();
  }
  return all;
}

/** Mean cosine of the rows of two tables. */
export function compareRows(
  left: Float32Array | undefined,
  right: Float32Array | undefined,
  rows: number,
): number {
  if (left === undefined || right === undefined || rows === 0) return Number.NaN;
  const size = left.length / rows;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    let [product, own, other] = [0, 0, 0];
    for (let at = row * size; at < (row + 1) * size; at++) {
      const [x, y] = [left[at] ?? 0, right[at] ?? 0];
      product += x * y;
      own += x * x;
      other += y * y;
    }
    sum += own === 0 || other === 0 ? Number(own === other) : product / Math.sqrt(own * other);
  }
  return sum / rows;
}

function imprecise(cosine: number, pictures: number, outputs: readonly string[]): UserError {
  const found = Number.isFinite(cosine) ? cosine.toFixed(3) : 'nothing that could be compared';
  return new UserError({
    code: 'features.imprecise',
    message: `Fast precision changes what the frozen layers up to ${outputs.map((name) => `"${name}"`).join(' and ')} see too much: the cosine between fast and exact features is ${found} on ${String(pictures)} training pictures, at least ${String(LEAST_COSINE)} is needed. Set the precision to exact.`,
    details: { cosine: Number.isFinite(cosine) ? cosine : null, least: LEAST_COSINE },
  });
}
