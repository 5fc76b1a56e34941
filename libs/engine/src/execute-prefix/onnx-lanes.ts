import { OnnxLane } from './onnx-lane';

/** More threads than this go into the runs themselves: each lane holds a copy of the model. */
const MOST_LANES = 4;

/**
 * How a number of threads is spent: models run side by side on few pictures each, which leaves no
 * thread waiting for another one at every layer.
 */
export function divideThreads(threads: number): { lanes: number; threadsEach: number } {
  const lanes = Math.min(MOST_LANES, Math.max(1, threads));
  return { lanes, threadsEach: Math.max(1, Math.floor(threads / lanes)) };
}

const started: OnnxLane[] = [];

/** As many lanes as asked for, the same ones each time: they stay between the steps of an engine. */
export async function openLanes(count: number): Promise<readonly OnnxLane[]> {
  while (started.length < count) started.push(new OnnxLane());
  const lanes = started.slice(0, count);
  await Promise.all(lanes.map((lane) => lane.load()));
  return lanes;
}

/** Lends lanes one at a time, first come first served. */
export class LaneQueue {
  readonly #free: OnnxLane[];
  readonly #waiting: ((lane: OnnxLane) => void)[] = [];

  constructor(lanes: readonly OnnxLane[]) {
    this.#free = [...lanes];
  }

  async use<Result>(work: (lane: OnnxLane) => Promise<Result>): Promise<Result> {
    const lane =
      this.#free.shift() ??
      (await new Promise<OnnxLane>((resolve) => {
        this.#waiting.push(resolve);
      }));
    try {
      return await work(lane);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(lane);
      else next(lane);
    }
  }
}
