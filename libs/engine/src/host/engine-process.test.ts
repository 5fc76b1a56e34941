import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINE_PROTOCOL, type StartMessage } from '@graft/plan';
import { builtEngine } from '../testing/built-engine';
import { isAlive } from '../testing/processes';
import { buildEnvironment } from './engine-environment';
import { EngineProcess, type EngineReport } from './index';

const START: StartMessage = {
  type: 'start',
  protocol: ENGINE_PROTOCOL,
  runId: 'test',
  step: {
    id: 'nothing-1',
    kind: 'nothing',
    implementation: 1,
    key: 'key',
    resource: 'cpu',
    cacheable: false,
    timeLimitSeconds: 60,
    params: {},
    models: {},
    data: {},
    artifacts: {},
    needs: [],
  },
  models: {},
  outputs: {},
  files: {},
  shards: [],
  resume: null,
  scratch: '/nowhere',
  threads: 1,
  checkpoint: { minSeconds: 10, maxSeconds: 120, meanSecondsBetweenFailures: 14_400 },
  course: { finishEarly: false, learningRate: null, microBatches: 1 },
};
const READY = `process.send({ type: 'ready', protocol: ${String(ENGINE_PROTOCOL)}, pid: process.pid });`;
const progress = (text: string) =>
  `process.send({ type: 'progress', progress: { text: ${text}, fraction: 0, secondsLeft: null } });`;

describe("the supervisor's end of an engine", () => {
  let folder = '';
  let started: EngineProcess | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graft-host-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => started?.kill());

  const start = async (env: Record<string, string> = {}) => {
    started = await EngineProcess.start({ entry: builtEngine, threads: 1, env });
    return started;
  };
  /** An engine of a few lines, for what a real one does only when it is broken. */
  const startScript = async (script: string, heapMb = 256) => {
    const path = join(folder, 'engine.mjs');
    await writeFile(path, script);
    started = await EngineProcess.start({ entry: path, threads: 1, heapMb });
    return started;
  };
  const onMessage = () => undefined;

  it('gives an engine no environment but what it needs', async () => {
    process.env['GRAFT_DATABASE_URL'] = 'postgres://secret';
    process.env['TF_CPP_MAX_VLOG_LEVEL'] = '0';
    const engine = await startScript(
      `${READY} process.on('message', () => { ${progress('JSON.stringify(process.env)')} process.send({ type: 'stopped', mode: 'cancel' }); });`,
    );
    const seen: EngineReport[] = [];
    await engine.run(START, { onMessage: (message) => void seen.push(message) });
    delete process.env['GRAFT_DATABASE_URL'];
    const [message] = seen;
    const env = Object.keys(
      JSON.parse(message?.type === 'progress' ? message.progress.text : '{}') as object,
    );
    expect(env).toEqual(
      expect.arrayContaining([
        'PATH',
        'OMP_NUM_THREADS',
        'TF_NUM_INTRAOP_THREADS',
        'TF_CPP_MAX_VLOG_LEVEL',
      ]),
    );
    expect(env.filter((name) => /HOME|GRAFT_D|TOKEN|NODE_OPTIONS|npm_/i.test(name))).toEqual([]);
  });

  it('lets a GPU compute the same bits each time, in float32', () => {
    const entry = 'engine.js';
    const onGpu = buildEnvironment({ entry, threads: 1, cuda: true }, {});
    expect(onGpu).toMatchObject({ TF_DETERMINISTIC_OPS: '1', NVIDIA_TF32_OVERRIDE: '0' });
    expect(buildEnvironment({ entry, threads: 1 }, {})).not.toHaveProperty('TF_DETERMINISTIC_OPS');
  });

  it('reports a step that the engine does not know as a fault, and does not use the engine again', async () => {
    const engine = await start();
    expect(await engine.run(START, { onMessage })).toMatchObject({
      type: 'failed',
      errorClass: 'unexpected',
      code: 'step.unknown-kind',
    });
    expect(engine.healthy).toBe(false);
  });

  it('handles messages one at a time, all of them before the outcome', async () => {
    const engine = await startScript(
      `${READY} process.on('message', () => { for (const text of ['a', 'b', 'c']) ${progress('text')} process.send({ type: 'stopped', mode: 'pause' }); });`,
    );
    const order: string[] = [];
    const outcome = await engine.run(START, {
      onMessage: async (message) => {
        const text = message.type === 'progress' ? message.progress.text : '';
        order.push(`${text} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        order.push(`${text} ends`);
      },
    });
    order.push(outcome.type);
    expect(order).toEqual([
      'a begins',
      'a ends',
      'b begins',
      'b ends',
      'c begins',
      'c ends',
      'stopped',
    ]);
  });

  it('kills the engine and passes the error on when a message cannot be handled', async () => {
    const engine = await startScript(
      `${READY} process.on('message', () => { ${progress("'a'")} setInterval(() => {}, 1000); });`,
    );
    const refused = new Error('the disk is full');
    await expect(engine.run(START, { onMessage: () => Promise.reject(refused) })).rejects.toBe(
      refused,
    );
    expect(isAlive(engine.pid)).toBe(false);
  });

  it('kills the engine when the signal says so', async () => {
    const engine = await startScript(
      `${READY} process.on('message', () => { ${progress("'a'")} });`,
    );
    const controller = new AbortController();
    const reason = new Error('another worker has the step');
    const run = engine.run(START, {
      onMessage: () => controller.abort(reason),
      signal: controller.signal,
    });
    await expect(run).rejects.toBe(reason);
    expect(isAlive(engine.pid)).toBe(false);
  });

  it('tells running out of memory from being killed', async () => {
    const engine = await startScript(
      `${READY} process.on('message', () => { const kept = []; for (;;) kept.push(new Array(1e5).fill({ kept })); });`,
      32,
    );
    expect(await engine.run(START, { onMessage })).toMatchObject({
      errorClass: 'resource',
      code: 'engine.out-of-memory',
    });
  });

  it('takes a message of another protocol as a fault and ends the engine', async () => {
    const engine = await startScript(
      `${READY} process.on('message', () => process.send({ type: 'surprise' }));`,
    );
    await expect(engine.run(START, { onMessage })).rejects.toMatchObject({
      code: 'engine.bad-message',
    });
    expect(engine.alive).toBe(false);
  });

  it('says in one sentence why an engine does not start', async () => {
    await expect(startScript(`throw new Error('no such library');`)).rejects.toMatchObject({
      code: 'engine.start-failed',
      message: expect.stringContaining('no such library'),
    });
  });
});
