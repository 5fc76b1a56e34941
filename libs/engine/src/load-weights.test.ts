import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeSafetensors } from '@graft/ml';
import type { WeightSource, WeightSpec } from '@graft/model';
import { LocalFiles } from './data/local-files';
import { loadWeights } from './load-weights';
import { TestStore } from './testing/test-store';

const weight = (source: WeightSource, shape = [2]): WeightSpec => ({
  name: 'dense/kernel',
  shape,
  source,
});

describe('loading weights', () => {
  let folder = '';
  let store: TestStore;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graft-weights-'));
    store = new TestStore(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const load = async (spec: WeightSpec, learned = '') => {
    const files = new LocalFiles(store.files);
    const values = await loadWeights([spec], { files, digestOf: () => learned });
    await files.close();
    return [...(values.get('dense/kernel') ?? [])];
  };

  it('takes a slice of a blob at any offset', async () => {
    const bytes = new Uint8Array(9);
    bytes.set(new Uint8Array(Float32Array.of(1.5, -2).buffer), 1);
    const digest = await store.put(bytes);
    expect(await load(weight({ kind: 'blob', digest, byteOffset: 1, dtype: 'float32' }))).toEqual([
      1.5, -2,
    ]);
  });

  it('widens half precision', async () => {
    const digest = await store.put(new Uint8Array(Uint16Array.of(0x3c00, 0xc000).buffer));
    expect(await load(weight({ kind: 'blob', digest, byteOffset: 0, dtype: 'float16' }))).toEqual([
      1, -2,
    ]);
  });

  it('takes what a step learned, by name', async () => {
    const data = Float32Array.of(0.25, 4);
    const tensors = new Map([['dense/kernel', { dtype: 'F32', shape: [2], data } as const]]);
    const learned = await store.put(writeSafetensors({ tensors, metadata: {} }));
    const source = { kind: 'step', step: 'train-1', output: 'weights' } as const;
    expect(await load(weight(source), learned)).toEqual([0.25, 4]);
  });

  it('draws the same values from the same seed', async () => {
    const source = { kind: 'initialiser', name: 'glorotUniform', seed: 7 } as const;
    const drawn = await load(weight(source, [3, 4]));
    expect(drawn).toHaveLength(12);
    expect(await load(weight(source, [3, 4]))).toEqual(drawn);
    expect(await load(weight({ ...source, seed: 8 }, [3, 4]))).not.toEqual(drawn);
  });

  it('says which weight is damaged when a blob is too short', async () => {
    const digest = await store.put(new Uint8Array(4));
    const source = { kind: 'blob', digest, byteOffset: 0, dtype: 'float32' } as const;
    await expect(load(weight(source))).rejects.toMatchObject({
      code: 'weights.damaged',
      errorClass: 'operational',
    });
  });

  it('asks for a file it was not given', async () => {
    const source = { kind: 'blob', digest: 'absent', byteOffset: 0, dtype: 'float32' } as const;
    await expect(load(weight(source))).rejects.toMatchObject({ code: 'engine.file-missing' });
  });
});
