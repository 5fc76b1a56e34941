import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-node-gpu';
import { PLAIN_SETTINGS } from '../fixtures/training';
import { CHECKPOINT_FORMAT, type Checkpoint } from './checkpoint';
import { TrainingSession } from './training-session';

const SETTINGS = { ...PLAIN_SETTINGS, epochs: 2, batchSize: 4 };
const EXAMPLES = 20;
const DAY_MS = 86_400_000;

describe('the time left', () => {
  let clock = 0;
  const now = () => clock;
  /** Takes batches of two seconds each. */
  const train = (session: TrainingSession, batches: number) => {
    for (let batch = 0; batch < batches; batch += 1) {
      clock += 2000;
      session.closeBatch({ loss: tf.scalar(1), correct: tf.scalar(1) }, 4, 0.01);
    }
  };

  it('is measured by what this session has done', () => {
    const session = new TrainingSession(SETTINGS, EXAMPLES, { now }, null);
    expect(session.progress().secondsLeft).toBeNull();
    train(session, 3);
    expect(session.progress().secondsLeft).toBe(2 * 7);
    session.ledger.dispose();
  });

  it('counts no time in a queue, before the first session or between two', () => {
    clock += DAY_MS;
    const first = new TrainingSession(SETTINGS, EXAMPLES, { now }, null);
    train(first, 3);
    const checkpoint: Checkpoint = {
      ...{ format: CHECKPOINT_FORMAT, seed: 1, phase: 'train', machine: null },
      ...{ state: first.capture(), weights: new Map(), optimisers: [], best: new Map() },
    };
    clock += DAY_MS;
    const second = new TrainingSession(SETTINGS, EXAMPLES, { now }, checkpoint);
    expect(second.progress().secondsLeft).toBeNull();
    train(second, 2);
    expect(second.progress().secondsLeft).toBe(2 * 5);
    second.ledger.dispose();
  });
});
