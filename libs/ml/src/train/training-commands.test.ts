import { afterEach, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-node-gpu';
import { TestTrainings } from '../fixtures/test-trainings';
import { PLAIN_SETTINGS, QUIET_HOOKS } from '../fixtures/training';
import type { Checkpoint } from './checkpoint';
import { trainModel } from './train-model';
import type { TrainingCommand } from './training';

const { request, disposeModels } = new TestTrainings(tf);
afterEach(disposeModels);

/** A poll a batch: 2 of validation before the first epoch, then 3 of training and 2 of validation. */
const pollBefore = (step: number) => 2 + step + 2 * Math.floor(step / 3);

/** Commands by the number of the training step that they arrive before. */
function commandsAt(schedule: Readonly<Record<number, TrainingCommand>>) {
  const byPoll = new Map(
    Object.entries(schedule).map(([step, command]) => [pollBefore(Number(step)), command]),
  );
  let polls = 0;
  return () => {
    const command = byPoll.get(polls++);
    return command ? [command] : [];
  };
}

describe('commands', () => {
  it('set the learning rate from the next batch on, once a version', async () => {
    const pollCommands = commandsAt({
      4: { type: 'set-learning-rate', version: 1, value: 0.5 },
      7: { type: 'set-learning-rate', version: 1, value: 0.9 },
    });
    const { history, courseChanged } = await trainModel(
      tf,
      request({ hooks: { ...QUIET_HOOKS, pollCommands } }),
    );
    expect(history.map(({ learningRate }) => learningRate)).toEqual([0.01, 0.01, 0.5, 0.5, 0.5]);
    expect(courseChanged).toBe(true);
  });

  it('finish early with a row of the epoch under way', async () => {
    const pollCommands = commandsAt({ 4: { type: 'stop', mode: 'finish' } });
    const result = await trainModel(tf, request({ hooks: { ...QUIET_HOOKS, pollCommands } }));
    expect(result.ended).toBe('finished-early');
    expect(result.history.at(-1)).toMatchObject({ epoch: 2, step: 4, loss: expect.any(Number) });
  });

  it('cancel without a checkpoint, pause with one, and write one when asked', async () => {
    const run = async (command: TrainingCommand) => {
      const saved: Checkpoint[] = [];
      const hooks = {
        ...QUIET_HOOKS,
        pollCommands: commandsAt({ 5: command }),
        saveCheckpoint: (checkpoint: Checkpoint) => void saved.push(checkpoint),
      };
      const { ended } = await trainModel(tf, request({ hooks }));
      return { ended, cursors: saved.map(({ state }) => state.cursor) };
    };
    const cursor = { epoch: 2, batch: 2, step: 5 };
    expect(await run({ type: 'stop', mode: 'cancel' })).toEqual({
      ended: 'cancelled',
      cursors: [],
    });
    expect(await run({ type: 'stop', mode: 'pause' })).toEqual({
      ended: 'paused',
      cursors: [cursor],
    });
    expect(await run({ type: 'checkpoint-now' })).toEqual({ ended: 'complete', cursors: [cursor] });
  });
});

describe('a long validation', () => {
  /** One poll in the middle of the validation after the second epoch. */
  const WITHIN = pollBefore(6) - 1;

  async function interrupt(command: TrainingCommand) {
    const saved: Checkpoint[] = [];
    let polls = 0;
    const hooks = {
      ...QUIET_HOOKS,
      pollCommands: () => (polls++ === WITHIN ? [command] : []),
      saveCheckpoint: (checkpoint: Checkpoint) => void saved.push(checkpoint),
    };
    const result = await trainModel(tf, request({ hooks }));
    return { result, saved, batches: polls - 1 - WITHIN };
  }

  it('is left within one batch by a pause, at the end of the epoch before its row', async () => {
    const { result, saved, batches } = await interrupt({ type: 'stop', mode: 'pause' });
    expect([result.ended, batches]).toEqual(['paused', 0]);
    expect(saved.map(({ state }) => state.cursor)).toEqual([{ epoch: 2, batch: 3, step: 6 }]);
    expect(saved[0]!.state.history.map(({ epoch }) => epoch)).toEqual([0, 1]);
  });

  it('is left by a cancel, and brought to its end before an early finish', async () => {
    expect((await interrupt({ type: 'stop', mode: 'cancel' })).result.ended).toBe('cancelled');
    const { result } = await interrupt({ type: 'stop', mode: 'finish' });
    expect(result.ended).toBe('finished-early');
    expect(result.history.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
  });

  it('before the first epoch leaves nothing to go on from', async () => {
    const saved: Checkpoint[] = [];
    const hooks = {
      ...QUIET_HOOKS,
      pollCommands: () => [{ type: 'stop', mode: 'pause' } as const],
      saveCheckpoint: (checkpoint: Checkpoint) => void saved.push(checkpoint),
    };
    expect((await trainModel(tf, request({ hooks }))).ended).toBe('paused');
    expect(saved).toEqual([]);
  });
});

describe('checkpoints', () => {
  const save = async (minSeconds: number, maxSeconds: number) => {
    let clock = 0;
    const cursors: string[] = [];
    const hooks = {
      ...QUIET_HOOKS,
      now: () => clock,
      yieldToHost: () => ((clock += 1000), Promise.resolve()),
      saveCheckpoint: ({ state: { cursor } }: Checkpoint) =>
        void cursors.push(`${cursor.epoch}.${cursor.batch}`),
    };
    const settings = { ...PLAIN_SETTINGS, monitor: 'loss' as const };
    const checkpoint = { minSeconds, maxSeconds, meanSecondsBetweenFailures: Infinity };
    await trainModel(tf, request({ hooks, settings, validation: null, checkpoint }));
    return cursors;
  };

  it('come at epoch ends but not too soon after one another, and not at the very end', async () => {
    expect(await save(0, Infinity)).toEqual(['2.0', '3.0', '4.0']);
    expect(await save(4, Infinity)).toEqual(['3.0']);
  });

  it('come within an epoch when the last one is long ago', async () => {
    expect(await save(Infinity, 2)).toEqual(['1.2', '2.1', '3.1', '4.1']);
  });
});
