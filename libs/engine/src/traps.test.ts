import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { modelSpecSchema } from '@graft/model';
import * as tf from '@tensorflow/tfjs-node-gpu';
import { planDigitsTraining } from './testing/digits-training';
import { EngineRoom } from './testing/engine-room';
import { readZip } from './testing/read-zip';
import { runLooseStep } from './testing/run-loose-step';
import { TestSupervisor } from './testing/run-plan';

/**
 * Where stock TensorFlow.js 4.22 goes wrong on real machines and with real files; what goes wrong in
 * learning itself is in libs/ml. Each case first shows the trap, then that an engine avoids it.
 */

const ROOT = join(import.meta.dirname, '../../..');
const KERAS = join(ROOT, 'libs/nodes/src/import/fixtures/functional.keras');
const require = createRequire(import.meta.url);

/** TensorFlow.js in a thread beside others, and a fault of native code there. */
const IN_A_THREAD = `
const { isMainThread, Worker } = require('node:worker_threads');
if (isMainThread) {
  new Worker(__filename).on('error', () => console.log('only the thread is gone'));
} else {
  require('${require.resolve('@tensorflow/tfjs-node-gpu')}').add(1, 2);
  process.kill(process.pid, 'SIGSEGV');
}`;

describe('traps of stock TensorFlow.js that engines do not fall into', () => {
  let room: EngineRoom;
  beforeAll(async () => {
    room = await EngineRoom.open();
  });
  afterAll(() => room?.close());

  it('16: several trainings in one process end together', async () => {
    const program = join(room.folder, 'in-a-thread.cjs');
    await writeFile(program, IN_A_THREAD);
    const { signal, stdout } = spawnSync(process.execPath, [program], { encoding: 'utf8' });
    expect({ signal, stdout }).toEqual({ signal: 'SIGSEGV', stdout: '' });

    const { plan } = await planDigitsTraining(room);
    const [struck, spared] = await Promise.all([room.start(), room.start()]);
    const [first, second] = [struck, spared].map(() => new TestSupervisor(room.store, plan));
    let isStruck = false;
    const strike = () => {
      // Further checkpoints may have been sent before.
      if (!isStruck) process.kill(struck.pid, 'SIGSEGV');
      isStruck = true;
    };
    const outcomes = await Promise.all([
      first?.run(struck, first.step('train'), { checkpoint: OFTEN }, ({ type }) => {
        if (type === 'checkpoint') strike();
      }),
      second?.run(spared, second.step('train'), { checkpoint: OFTEN }),
    ]);
    expect(outcomes).toMatchObject([{ type: 'failed' }, { type: 'done', ended: 'complete' }]);
  });

  it('17: the binding calls what Node 23 no longer has', async () => {
    const util = require('node:util') as Record<string, unknown>;
    const { isNullOrUndefined } = util;
    delete util['isNullOrUndefined'];
    try {
      expect(() => tf.add(1, 2)).toThrow(/isNullOrUndefined.* is not a function/);
    } finally {
      util['isNullOrUndefined'] = isNullOrUndefined;
    }

    const { checkNode } = (await importTool('setup/check-machine.mjs')) as {
      checkNode: (version: string) => void;
    };
    checkNode('22.12.0');
    expect(() => checkNode('23.0.0')).toThrow(/too new.*install Node 20/);
  });

  it('18: its native library is one of 2022, for CUDA 11', async () => {
    const constants = await readFile(
      require.resolve('@tensorflow/tfjs-node-gpu/scripts/deps-constants.js'),
      'utf8',
    );
    expect(constants).toContain("LIBTENSORFLOW_VERSION = '2.9.1'");

    const { tensorflowCpu } = (await importTool('setup/pins.mjs')) as {
      tensorflowCpu: Record<string, { version: string }>;
    };
    const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } };
    const pinned = Object.values(tensorflowCpu).map(({ version }) => version);
    expect(pinned).toContain(binding.TF_Version);
    expect(pinned).not.toContain('2.9.1');
  });

  it('19: a model of Keras 3 is not read', async () => {
    const files = await readZip(KERAS);
    const text = new TextDecoder().decode(files.get('config.json'));
    const modelTopology = JSON.parse(text) as object;
    const stock = tf.loadLayersModel(tf.io.fromMemory({ modelTopology }));
    await expect(stock).rejects.toThrow(/batchInputShape|InputLayer/);

    const named = await Promise.all(
      [...files].map(async ([name, bytes]) => ({ name, digest: await room.store.put(bytes) })),
    );
    const params = { files: named, mean: 0, scale: 255 };
    const engine = await room.start();
    const { model } = await runLooseStep(engine, room.store, { kind: 'import-base', params });
    const spec = modelSpecSchema.parse(JSON.parse(await readFile(model ?? '', 'utf8')));
    const names = (modelTopology as KerasConfig).config.layers.map(({ config }) => config.name);
    expect(spec.layers.map(({ name }) => name).sort()).toEqual(names.sort());
  });
});

const OFTEN = { minSeconds: 0, maxSeconds: 0, meanSecondsBetweenFailures: 1 };

interface KerasConfig {
  config: { layers: { config: { name: string } }[] };
}

function importTool(path: string): Promise<unknown> {
  return import(join(ROOT, 'tools', path));
}
