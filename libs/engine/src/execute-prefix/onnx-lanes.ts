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

/** One that is computed, and one that waits in the lane: it need not wait for the engine's own thread in between. */
const RUNS_A_LANE = 2;

/** Lends lanes, first come first served, the one with the least to do first. */
export class LaneQueue {
  readonly #busy: Map<OnnxLane, number>;
  readonly #waiting: ((lane: OnnxLane) => void)[] = [];

  constructor(lanes: readonly OnnxLane[]) {
    this.#busy = new Map(lanes.map((lane) => [lane, 0]));
  }

  async use<Result>(work: (lane: OnnxLane) => Promise<Result>): Promise<Result> {
    const lane =
      this.#take() ??
      (await new Promise<OnnxLane>((resolve) => {
        this.#waiting.push(resolve);
      }));
    try {
      return await work(lane);
    } finally {
      // Who waits takes the place as it is.
      const next = this.#waiting.shift();
      if (next === undefined) this.#count(lane, -1);
      else next(lane);
    }
  }

  #take(): OnnxLane | null {
    const [[lane, runs] = [null, RUNS_A_LANE]] = [...this.#busy].sort(
      ([, left], [, right]) => left - right,
    );
    if (lane === null || runs >= RUNS_A_LANE) return null;
    this.#count(lane, 1);
    return lane;
  }

  #count(lane: OnnxLane, more: number): void {
    this.#busy.set(lane, (this.#busy.get(lane) ?? 0) + more);
  }
}
