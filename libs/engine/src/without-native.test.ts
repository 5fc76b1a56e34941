import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Resources } from '@graft/graph';
import { EngineProcess } from './host';
import { builtEngine } from './testing/built-engine';
import { resourcesOf, storeDataset, storeEfficientNet } from './testing/bundled-data';
import { compileGraph, featureExtractionGraph } from './testing/graphs';
import { TestSupervisor } from './testing/run-plan';
import { TestStore } from './testing/test-store';

/** Makes native TensorFlow as absent as on a machine where its library could not be installed. */
const HOOK = `
export async function resolve(specifier, context, next) {
  if (specifier === '@tensorflow/tfjs-node-gpu') throw new Error('no native TensorFlow here');
  return next(specifier, context);
}`;

describe('an engine without native TensorFlow', () => {
  let folder = '';
  let store: TestStore;
  let resources: Resources;
  let engine: EngineProcess;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graft-portable-'));
    store = new TestStore(folder);
    resources = resourcesOf(
      [await storeDataset(store, 'emoji-objects', 8)],
      [await storeEfficientNet(store)],
    );
    const hook = pathToFileURL(join(folder, 'hook.mjs')).href;
    await writeFile(join(folder, 'hook.mjs'), HOOK);
    const setup = join(folder, 'setup.mjs');
    await writeFile(setup, `import { register } from 'node:module'; register('${hook}');`);
    engine = await EngineProcess.start({
      entry: builtEngine,
      threads: 1,
      env: { NODE_OPTIONS: `--import ${pathToFileURL(setup).href}` },
    });
  });
  afterAll(async () => {
    await engine.kill();
    await rm(folder, { recursive: true, force: true });
  });

  it('still extracts features, trains a head, evaluates and registers, and says what computed', async () => {
    const plan = compileGraph(featureExtractionGraph({ train: { epochs: 5 } }), resources);
    const supervisor = new TestSupervisor(store, plan);
    await supervisor.runAll(engine);
    const trained = supervisor.done[supervisor.step('train').id];
    expect(trained?.provenance).toMatchObject({ backend: 'wasm' });
    expect(supervisor.outputs[supervisor.step('evaluate').id]?.summary['accuracy']).toBeGreaterThan(
      0.3,
    );
  });
});
