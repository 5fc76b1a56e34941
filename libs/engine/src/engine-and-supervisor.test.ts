import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Resources } from '@graft/graph';
import { readSafetensors } from '@graft/ml';
import type { HistoryRow, Plan, StartMessage } from '@graft/plan';
import { builtEngine } from './testing/built-engine';
import { planDigitsTraining, TRAINING } from './testing/digits-training';
import { EngineRoom } from './testing/engine-room';
import { compileGraph, fineTuneGraph, fromScratchGraph } from './testing/graphs';
import { isAlive, isGoneWithin } from './testing/processes';
import { TestSupervisor } from './testing/run-plan';
import type { TestStore } from './testing/test-store';

describe('an engine and its supervisor', () => {
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

  it('goes on from what was learned before when it fine-tunes, and evaluates both together', async () => {
    const changed = {
      model: { inputSize: 16 },
      train: { epochs: 1 },
      tune: { epochs: 1, blocks: 1, keepBest: false },
    };
    const supervisor = new TestSupervisor(store, compileGraph(fineTuneGraph(changed), resources));
    await supervisor.runAll(await startEngine());
    const digests = ['train', 'fine-tune'].map(
      (kind) => supervisor.artifact(kind, 'weights').digest,
    );
    const [trained, tuned] = await Promise.all(
      digests.map(async (digest) => readSafetensors(await store.read(digest)).tensors),
    );
    const kernels = [...(tuned ?? [])].filter(([name]) => name.endsWith('/kernel'));
    expect(kernels.length).toBeGreaterThan(1);
    for (const [name, { data }] of kernels) {
      const before = trained?.get(name)?.data;
      expect(before).toHaveLength(data.length);
      expect(data).not.toEqual(before);
    }
    const first = (await store.readJson(supervisor.artifact('fine-tune', 'history').digest)) as {
      rows: HistoryRow[];
    };
    const learned = supervisor.outputs[supervisor.step('train').id]?.summary['validationLoss'];
    expect(first.rows[0]?.validationLoss).toBeCloseTo(Number(learned), 5);
    expect(supervisor.outputs[supervisor.step('evaluate').id]?.summary).toMatchObject({
      examples: 10,
    });
  });

  it('dies in the middle of training when its supervisor is killed', async () => {
    const endless = { model: { inputSize: 16 }, train: { ...TRAINING, epochs: 1000 } };
    const endlessPlan = compileGraph(fromScratchGraph(endless), resources);
    const supervisor = new TestSupervisor(store, endlessPlan);
    const start = supervisor.makeStart(supervisor.step('train'));
    const path = join(room.folder, 'supervisor.mjs');
    await writeFile(path, superviseScript(builtEngine, start));
    const parent = spawn(process.execPath, [path], { stdio: ['ignore', 'pipe', 'inherit'] });
    // The script prints the engine's pid once a batch is done.
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (text: Buffer) => {
        resolve(Number(text.toString()));
      });
    });
    try {
      expect(isAlive(pid)).toBe(true);
      parent.kill('SIGKILL');
      expect(await isGoneWithin(pid, 5000)).toBe(true);
    } finally {
      if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    }
  });

  it('says that a checkpoint is damaged, so that the one before it can be used', async () => {
    const supervisor = new TestSupervisor(store, plan);
    const digest = await store.put('not a checkpoint');
    const engine = await startEngine();
    const resume = { seq: 4, epoch: 2, batch: 0, digest };
    const failed = await supervisor.run(engine, supervisor.step('train'), { resume });
    expect(failed).toMatchObject({
      errorClass: 'operational',
      code: 'checkpoint.unreadable',
      details: { seq: 4, digest },
    });
  });

  it('refuses to run on another number of threads than it was started for', async () => {
    const supervisor = new TestSupervisor(store, plan, 2);
    const engine = await startEngine();
    const failed = await supervisor.run(engine, supervisor.step('train'));
    expect(failed).toMatchObject({ type: 'failed', code: 'engine.bad-command' });
    expect(engine.healthy).toBe(false);
  });
});

/** A supervisor of a few lines, without setpriv: the end of the channel alone must end the engine. */
function superviseScript(entry: string, start: StartMessage): string {
  return `
    import { fork } from 'node:child_process';
    const env = { GRAFT_ENGINE_THREADS: '1', TF_CPP_MIN_LOG_LEVEL: '3' };
    const child = fork(${JSON.stringify(entry)}, [], { execArgv: [], env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    child.on('message', (message) => {
      if (message.type === 'ready') child.send(${JSON.stringify(start)});
      if (message.type === 'progress' && message.progress.batch > 0) console.log(child.pid);
    });
  `;
}
