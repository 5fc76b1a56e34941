import { describe, expect, it } from '@jest/globals';
import type { OnnxLane } from './onnx-lane';
import { LaneQueue } from './onnx-lanes';

const makeLanes = (...names: string[]) =>
  names.map((name) => ({ name })) as unknown as readonly OnnxLane[];
const nameLane = (lane: OnnxLane) => (lane as unknown as { name: string }).name;

/** Two lanes, and what each was given; work ends when it is told to. */
function openQueue() {
  const lanes = makeLanes('a', 'b');
  const queue = new LaneQueue(lanes);
  const given: string[] = [];
  const ends = new Map<number, () => void>();
  const use = (run: number): Promise<number> =>
    queue.use(async (lane) => {
      given.push(`${String(run)}${nameLane(lane)}`);
      await new Promise<void>((resolve) => ends.set(run, resolve));
      return run;
    });
  return { given, use, end: (run: number) => ends.get(run)?.() };
}

describe('lanes', () => {
  it('get a second run to begin with at once, and a third waits for a place', async () => {
    const { given, use, end } = openQueue();
    const runs = [1, 2, 3, 4, 5].map(use);
    await Promise.resolve();
    expect(given).toEqual(['1a', '2b', '3a', '4b']);
    end(2);
    expect(await runs[1]).toBe(2);
    await Promise.resolve();
    expect(given).toEqual(['1a', '2b', '3a', '4b', '5b']);
    [1, 3, 4, 5].forEach(end);
    expect(await Promise.all(runs)).toEqual([1, 2, 3, 4, 5]);
  });

  it('are lent to the next one when work fails, the idle one first', async () => {
    const { given, use, end } = openQueue();
    const first = use(1);
    await Promise.resolve();
    const queue = new LaneQueue(makeLanes('c'));
    await expect(queue.use(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await queue.use((lane) => Promise.resolve(nameLane(lane)))).toBe('c');
    const second = use(2);
    await Promise.resolve();
    expect(given).toEqual(['1a', '2b']);
    [1, 2].forEach(end);
    await Promise.all([first, second]);
  });
});
