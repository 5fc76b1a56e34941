import { OperationalError, UnexpectedError } from '@graft/errors';
import { groupBySize, joinPixels, type Picture } from '@graft/nodes/steps';
import type * as onnxruntime from 'onnxruntime-node';

type OnnxRuntime = typeof onnxruntime;
type InferenceSession = onnxruntime.InferenceSession;
type Results = onnxruntime.InferenceSession.OnnxValueMapType;

/** An ONNX file that is ready to run on pictures. */
export interface OnnxSession {
  /** `onnxruntime 1.30.0` */
  readonly name: string;
  /** One run for pictures of one size. */
  run(pictures: readonly Picture[], outputs: readonly string[]): Promise<Results>;
  dispose(): Promise<void>;
}

/** Loads onnxruntime and prepares a model of it, on the GPU where there is one. */
export async function openOnnxSession(file: Uint8Array, threads: number): Promise<OnnxSession> {
  const runtime = await loadRuntime();
  const { session, device } = await createSession(runtime, file, threads);
  return {
    name: `onnxruntime ${runtime.env.versions.node ?? runtime.env.versions.common}${device}`,
    run: (pictures, outputs) => session.run(feed(runtime, session, pictures), [...outputs]),
    dispose: () => session.release(),
  };
}

/** Only where set-up found a GPU: elsewhere the attempt alone would cost a second. */
async function createSession(
  runtime: OnnxRuntime,
  file: Uint8Array,
  threads: number,
): Promise<{ session: InferenceSession; device: string }> {
  const create = (executionProviders: ('cuda' | 'cpu')[]) =>
    runtime.InferenceSession.create(file, {
      executionProviders,
      graphOptimizationLevel: 'all',
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
    });
  if (process.env['GRAFT_ENGINE_CUDA'] === '1') {
    try {
      return { session: await create(['cuda', 'cpu']), device: ' (CUDA)' };
    } catch {
      // onnxruntime was installed without its CUDA part: the processor gives the same values.
    }
  }
  return { session: await create(['cpu']), device: '' };
}

/** Loads the native library; also ahead of time, before the first step asks for it. */
export async function loadRuntime(): Promise<OnnxRuntime> {
  try {
    return await import('onnxruntime-node');
  } catch (cause) {
    throw new OperationalError({
      code: 'engine.no-onnxruntime',
      message: 'onnxruntime could not be loaded on this machine. Run "graft doctor" to see why.',
      cause,
    });
  }
}

export interface Wanted {
  readonly outputs: readonly string[];
  readonly shapes: Readonly<Record<string, readonly number[]>>;
}

/** One run for each size of picture; rows come back in the order of the pictures. */
export async function runBySize(
  session: OnnxSession,
  pictures: readonly Picture[],
  { outputs, shapes }: Wanted,
  watch: (results: Results) => void = () => undefined,
): Promise<Map<string, Float32Array>> {
  const sizeOf = (layer: string): number =>
    (shapes[layer] ?? []).reduce((product, size) => product * size, 1);
  const values = new Map(
    outputs.map((layer) => [layer, new Float32Array(pictures.length * sizeOf(layer))] as const),
  );
  for (const places of groupBySize(pictures).values()) {
    const group = places.flatMap((place) => pictures[place] ?? []);
    const results = await session.run(group, outputs);
    watch(results);
    for (const [layer, all] of values) {
      const rows = readFloats(results[layer]?.data, layer, places.length * sizeOf(layer));
      places.forEach((place, row) => {
        const size = sizeOf(layer);
        all.set(rows.subarray(row * size, (row + 1) * size), place * size);
      });
    }
  }
  return values;
}

function feed(
  runtime: OnnxRuntime,
  session: InferenceSession,
  group: readonly Picture[],
): onnxruntime.InferenceSession.FeedsType {
  const [first] = group;
  const dims = [group.length, first?.height ?? 0, first?.width ?? 0, first?.channels ?? 0];
  const pixels = new runtime.Tensor('uint8', joinPixels(group), dims);
  return { [session.inputNames[0] ?? '']: pixels };
}

function readFloats(data: unknown, layer: string, length: number): Float32Array {
  if (data instanceof Float32Array && data.length === length) return data;
  throw new UnexpectedError({
    code: 'onnx.output',
    message: `onnxruntime gave no float32 output of ${String(length)} values for layer "${layer}".`,
  });
}
