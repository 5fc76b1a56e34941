import { UnexpectedError } from '@graft/errors';
import { groupBySize, joinPixels, type Picture } from '@graft/nodes/steps';
import type { InferenceSession } from 'onnxruntime-node';
import { chooseInt8Options } from './int8-products';
import type { OnnxLane, RunResults } from './onnx-lane';
import { divideThreads, LaneQueue, openLanes } from './onnx-lanes';

/** Larger runs are slower on a processor: their feature maps do not stay in its caches. */
const PICTURES_A_RUN = 4;

/** An ONNX file that is ready to run on pictures. */
export interface OnnxSession {
  /** `onnxruntime 1.30.0` */
  readonly name: string;
  /** Pictures that one run takes at most. */
  readonly picturesARun: number;
  /** One run for pictures of one size. As many runs as there are lanes go on at the same time. */
  run(pictures: readonly Picture[], outputs: readonly string[]): Promise<RunResults>;
  dispose(): Promise<void>;
}

const int8Options = chooseInt8Options();

let opened = 0;

/** A number under which no other model is open in a lane. */
export function numberSession(): number {
  opened += 1;
  return opened;
}

/** Loads onnxruntime and prepares a model of it, on the GPU where there is one. */
export async function openOnnxSession(file: Uint8Array, threads: number): Promise<OnnxSession> {
  const session = numberSession();
  const { lanes, device } = await openOnLanes(session, file, threads);
  const queue = new LaneQueue(lanes);
  const [first] = lanes;
  return {
    name: `onnxruntime ${(await first?.load()) ?? ''}${device}`,
    picturesARun: device === '' ? PICTURES_A_RUN : Number.POSITIVE_INFINITY,
    run: (pictures, outputs) => queue.use((lane) => runOn(lane, session, pictures, outputs)),
    dispose: async () => {
      await Promise.all(lanes.map((lane) => lane.close(session)));
    },
  };
}

/** Only where set-up found a GPU: elsewhere the attempt alone would cost a second. */
async function openOnLanes(
  session: number,
  file: Uint8Array,
  threads: number,
): Promise<{ lanes: readonly OnnxLane[]; device: string }> {
  const open = async (
    lanes: readonly OnnxLane[],
    threadsEach: number,
    executionProviders: ('cuda' | 'cpu')[],
  ): Promise<void> => {
    const options: InferenceSession.SessionOptions = {
      executionProviders,
      graphOptimizationLevel: 'all',
      intraOpNumThreads: threadsEach,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
      extra: int8Options,
    };
    await Promise.all(lanes.map((lane) => lane.open(session, file, options)));
  };
  if (process.env['GRAFT_ENGINE_CUDA'] === '1') {
    try {
      const lanes = await openLanes(1);
      await open(lanes, threads, ['cuda', 'cpu']);
      return { lanes, device: ' (CUDA)' };
    } catch {
      // onnxruntime was installed without its CUDA part: the processor gives the same values.
    }
  }
  const division = divideThreads(threads);
  const lanes = await openLanes(division.lanes);
  await open(lanes, division.threadsEach, ['cpu']);
  return { lanes, device: '' };
}

function runOn(
  lane: OnnxLane,
  session: number,
  pictures: readonly Picture[],
  outputs: readonly string[],
): Promise<RunResults> {
  const [first] = pictures;
  const dims = [pictures.length, first?.height ?? 0, first?.width ?? 0, first?.channels ?? 0];
  return lane.run(session, joinPixels(pictures), dims, outputs);
}

export interface Wanted {
  readonly outputs: readonly string[];
  readonly shapes: Readonly<Record<string, readonly number[]>>;
}

/** Runs pictures of one size together; rows come back in the order of the pictures. */
export async function runBySize(
  session: OnnxSession,
  pictures: readonly Picture[],
  { outputs, shapes }: Wanted,
  watch: (results: RunResults) => void = () => undefined,
): Promise<Map<string, Float32Array>> {
  const sizeOf = (layer: string): number =>
    (shapes[layer] ?? []).reduce((product, size) => product * size, 1);
  const values = new Map(
    outputs.map((layer) => [layer, new Float32Array(pictures.length * sizeOf(layer))] as const),
  );
  const run = async (places: readonly number[]): Promise<void> => {
    const group = places.flatMap((place) => pictures[place] ?? []);
    const results = await session.run(group, outputs);
    watch(results);
    for (const [layer, all] of values) {
      const size = sizeOf(layer);
      const rows = readFloats(results.get(layer), layer, places.length * size);
      places.forEach((place, row) => {
        all.set(rows.subarray(row * size, (row + 1) * size), place * size);
      });
    }
  };
  const groups = [...groupBySize(pictures).values()];
  await Promise.all(groups.flatMap((places) => cut(places, session.picturesARun)).map(run));
  return values;
}

function cut(places: readonly number[], most: number): (readonly number[])[] {
  if (places.length <= most) return [places];
  return [places.slice(0, most), ...cut(places.slice(most), most)];
}

function readFloats(data: unknown, layer: string, length: number): Float32Array {
  if (data instanceof Float32Array && data.length === length) return data;
  throw new UnexpectedError({
    code: 'onnx.output',
    message: `onnxruntime gave no float32 output of ${String(length)} values for layer "${layer}".`,
  });
}
