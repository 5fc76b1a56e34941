import { UserError } from '@graft/errors';
import { joinPixels, type OnnxTrial, type Picture } from '@graft/nodes/steps';
import { openLanes } from './onnx-lanes';
import type { OnnxLane } from './onnx-lane';
import { numberSession } from './onnx-session';

/** Of what onnxruntime says of a model. */
const MOST_LETTERS = 300;

/**
 * Runs the first output of a file on each batch, on the processor. One batch that fails does not keep the
 * others from being tried.
 * @throws UserError `model.onnx_refused`, `model.onnx_memory`
 */
export async function tryOnnx(
  file: Uint8Array,
  batches: readonly (readonly Picture[])[],
  threads: number,
): Promise<OnnxTrial[]> {
  const [lane] = await openLanes(1);
  if (lane === undefined) return [];
  await lane.load();
  const session = numberSession();
  await open(lane, session, file, threads);
  try {
    const trials: OnnxTrial[] = [];
    for (const batch of batches) trials.push(await tryBatch(lane, session, batch));
    return trials;
  } finally {
    await lane.close(session);
  }
}

async function open(
  lane: OnnxLane,
  session: number,
  file: Uint8Array,
  threads: number,
): Promise<void> {
  try {
    await lane.open(session, file, {
      ...{ executionProviders: ['cpu'], graphOptimizationLevel: 'all' },
      ...{ intraOpNumThreads: threads, interOpNumThreads: 1, logSeverityLevel: 3 },
    });
  } catch (error) {
    refuseMemory(error);
    throw new UserError({
      code: 'model.onnx_refused',
      message: `onnxruntime does not take this model: ${describe(error)}`,
    });
  }
}

async function tryBatch(
  lane: OnnxLane,
  session: number,
  batch: readonly Picture[],
): Promise<OnnxTrial> {
  const [first] = batch;
  const dims = [batch.length, first?.height ?? 0, first?.width ?? 0, first?.channels ?? 0];
  try {
    const { shape, values } = await lane.measure(session, joinPixels(batch), dims);
    if (values instanceof Float32Array) return { ok: true, shape, values };
    return { ok: false, reason: 'it gives no float32 numbers' };
  } catch (error) {
    refuseMemory(error);
    return { ok: false, reason: describe(error) };
  }
}

/** What onnxruntime and C++ say where the kernel gives no more memory. */
const NO_MEMORY = /bad_alloc|allocate memory|out of memory|would require more than/i;

function refuseMemory(error: unknown): void {
  if (!NO_MEMORY.test(error instanceof Error ? error.message : String(error))) return;
  throw new UserError({
    code: 'model.onnx_memory',
    message:
      'This model takes more memory for two pictures than Graft gives to trying a model. Take an output before the large values, or a smaller input size.',
  });
}

/** Without the places in onnxruntime's own source. */
function describe(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\/\S+\.(cc|h):\d+\s*\S*/g, '').slice(0, MOST_LETTERS);
}
