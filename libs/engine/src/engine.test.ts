import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Resources } from '@graft/graph';
import type { EngineMessage, HistoryRow, Plan } from '@graft/plan';
import type { EngineReport } from './host';
import { planDigitsTraining, TRAINING } from './testing/digits-training';
import { EngineRoom } from './testing/engine-room';
import { compileGraph, fromScratchGraph } from './testing/graphs';
import { TestSupervisor } from './testing/run-plan';
import type { TestStore } from './testing/test-store';

describe('an engine process', () => {
  let room: EngineRoom;
  let store: TestStore;
  let plan: Plan;
  let resources: Resources;

  beforeAll(async () => {
    room = await EngineRoom.open();
    ({ store } = room);
    ({ resources, plan } = await planDigitsTraining(room));
  });
  afterEach(() => room.killEngines());
  afterAll(() => room?.close());

  const startEngine = () => room.start();
  let whole: Promise<string> | undefined;
  /** Digest of the weights of a training that nothing disturbs. */
  const trainUndisturbed = () => (whole ??= trainWhole());
  const trainWhole = async () => {
    const supervisor = new TestSupervisor(store, plan);
    const engine = await startEngine();
    await supervisor.runAll(engine, [supervisor.step('train')]);
    await engine.kill();
    return supervisor.artifact('train', 'weights').digest;
  };
  /** Calls `act` once, when training has come to this batch. */
  const atBatch = (epoch: number, batch: number, act: () => void) => {
    let acted = false;
    return (message: EngineReport) => {
      if (acted || message.type !== 'checkpoint') return;
      if (message.epoch < epoch || (message.epoch === epoch && message.batch < batch)) return;
      acted = true;
      act();
    };
  };
  const often = { minSeconds: 0, maxSeconds: 0, meanSecondsBetweenFailures: 1 };

  it('ends with the same weights after kill -9 and a resume as undisturbed', async () => {
    const undisturbed = await trainUndisturbed();
    const supervisor = new TestSupervisor(store, plan);
    const step = supervisor.step('train');
    const first = await startEngine();
    const killed = await supervisor.run(
      first,
      step,
      { checkpoint: often },
      atBatch(3, 4, () => process.kill(first.pid, 'SIGKILL')),
    );
    expect(killed).toMatchObject({
      type: 'failed',
      errorClass: 'operational',
      code: 'engine.died',
      details: { signal: 'SIGKILL' },
    });
    const resume = supervisor.checkpoints.at(-1);
    expect(resume?.epoch).toBeLessThan(4);
    const second = await startEngine();
    const before = supervisor.messages.length;
    await supervisor.run(second, step, { resume: resume ?? null });
    const [firstRow] = rowsOf(supervisor.messages.slice(before));
    // It went on from there: earlier epochs were not run again.
    expect(firstRow?.epoch).toBe(resume?.epoch);
    expect(supervisor.artifact('train', 'weights').digest).toBe(undisturbed);
    const rows = rowsOf(supervisor.messages);
    expect(new Set(rows.map(({ epoch }) => epoch))).toEqual(new Set([0, 1, 2, 3, 4]));
  });

  it('pauses at the batch under way, and the checkpoint carries on to the same weights', async () => {
    const undisturbed = await trainUndisturbed();
    const supervisor = new TestSupervisor(store, plan);
    const step = supervisor.step('train');
    const engine = await startEngine();
    const paused = await supervisor.run(engine, step, { checkpoint: often }, (message) => {
      if (message.type === 'checkpoint' && message.epoch === 2 && message.batch === 3) {
        engine.send({ type: 'stop', mode: 'pause' });
      }
    });
    expect(paused).toEqual({ type: 'stopped', mode: 'pause' });
    const last = supervisor.checkpoints.at(-1);
    // Messages already on their way when the command was sent may be a few batches ahead of it.
    expect(last?.epoch).toBeLessThan(4);
    expect(engine.healthy).toBe(true);
    await supervisor.run(engine, step, { resume: last ?? null });
    expect(supervisor.artifact('train', 'weights').digest).toBe(undisturbed);
  });

  it('sees a message in the middle of an epoch', async () => {
    const supervisor = new TestSupervisor(store, plan);
    const engine = await startEngine();
    const atEpochEnds = { minSeconds: 0, maxSeconds: 1000, meanSecondsBetweenFailures: 1e12 };
    await supervisor.run(
      engine,
      supervisor.step('train'),
      { checkpoint: atEpochEnds },
      (message) => {
        if (message.type === 'checkpoint' && message.epoch === 2) {
          engine.send({ type: 'stop', mode: 'pause' });
        }
      },
    );
    const paused = supervisor.checkpoints.at(-1);
    expect(paused?.epoch).toBe(2);
    expect(paused?.batch).toBeGreaterThan(0);
    expect(paused?.batch).toBeLessThan(7);
  });

  it('cancels without another checkpoint and then runs the next step', async () => {
    const supervisor = new TestSupervisor(store, plan);
    const step = supervisor.step('train');
    const engine = await startEngine();
    const cancelled = await supervisor.run(engine, step, { checkpoint: often }, () => {
      engine.send({ type: 'stop', mode: 'cancel' });
    });
    expect(cancelled).toEqual({ type: 'stopped', mode: 'cancel' });
    expect(await supervisor.run(engine, step)).toMatchObject({ type: 'done', ended: 'complete' });
  });

  it('finishes early with what it has, and says so', async () => {
    const supervisor = new TestSupervisor(store, plan);
    const engine = await startEngine();
    const finished = await supervisor.run(
      engine,
      supervisor.step('train'),
      { checkpoint: often },
      () => engine.send({ type: 'stop', mode: 'finish' }),
    );
    expect(finished).toMatchObject({ type: 'done', ended: 'finished-early' });
  });

  it('marks a training whose learning rate was changed as off its course', async () => {
    const supervisor = new TestSupervisor(store, plan);
    const engine = await startEngine();
    const changed = await supervisor.run(
      engine,
      supervisor.step('train'),
      { checkpoint: often },
      () => engine.send({ type: 'set-learning-rate', version: 1, value: 0.01 }),
    );
    expect(changed).toMatchObject({ type: 'done', ended: 'changed' });
    const rows = rowsOf(supervisor.messages);
    expect(rows.at(-1)?.learningRate).toBe(0.01);
    const notes = supervisor.messages.filter((message) => message.type === 'note');
    expect(notes).toMatchObject([{ code: 'course.learning-rate-changed' }]);
  });

  it('obeys what was asked of the course before it was started', async () => {
    const supervisor = new TestSupervisor(store, plan);
    const engine = await startEngine();
    const course = {
      finishEarly: true,
      learningRate: { version: 1, value: 0.02 },
      microBatches: 2,
    };
    const outcome = await supervisor.run(engine, supervisor.step('train'), { course });
    expect(outcome).toMatchObject({
      ...{ type: 'done', ended: 'finished-early' },
      summary: { finishedEarly: true, epochs: 0 },
      provenance: { course: { microBatches: 2, finishedEarly: true } },
    });
  });

  it('with batches in two parts learns the same where nothing is random, and says that it left the plan', async () => {
    // No dropout and no batch statistics: both draw or measure anew for each part.
    const dense = compileGraph(
      fromScratchGraph({
        model: { preset: 'mlp', inputSize: 16 },
        head: { dropout: 0 },
        train: TRAINING,
      }),
      resources,
    );
    const train = async (microBatches: number) => {
      const supervisor = new TestSupervisor(store, dense);
      const engine = await startEngine();
      const course = { finishEarly: false, learningRate: null, microBatches };
      const outcome = await supervisor.run(engine, supervisor.step('train'), { course });
      await engine.kill();
      return { outcome, losses: rowsOf(supervisor.messages).map((row) => row.validationLoss!) };
    };
    const whole = await train(1);
    const halves = await train(2);
    expect(whole.outcome).toMatchObject({ type: 'done', ended: 'complete' });
    expect(halves.outcome).toMatchObject({ type: 'done', ended: 'changed' });
    expect(halves.losses).toHaveLength(TRAINING.epochs + 1);
    expect(whole.losses.at(-1)).toBeLessThan(whole.losses[0]!);
    halves.losses.forEach((loss, epoch) => expect(loss).toBeCloseTo(whole.losses[epoch]!, 4));
  });
});

function rowsOf(messages: readonly EngineMessage[]): HistoryRow[] {
  return messages.flatMap((each) => (each.type === 'metrics' ? each.rows : []));
}
