import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ModelSpec, WeightSpec } from '@graft/model';
import { nameProducts, type Picture, type PrefixExecutor } from '@graft/nodes/steps';
import { decodePicture } from '../data/decode-picture';
import { LocalFiles } from '../data/local-files';
import { loadWeights } from '../load-weights';
import { loadTensorFlow } from '../runtime/load-tensorflow';
import { storeEfficientNet } from '../testing/bundled-data';
import { readZip } from '../testing/read-zip';
import { TestStore } from '../testing/test-store';
import { openOnnxPrefix } from './onnx';
import { openTfjsPrefix } from './tfjs';

const ZIP = join(import.meta.dirname, '../../../../assets/datasets/emoji-objects.zip');

describe('the two executors of a frozen prefix', () => {
  let folder = '';
  let spec: ModelSpec;
  let store: TestStore;
  const opened: PrefixExecutor[] = [];
  let pictures: Picture[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graft-prefix-'));
    store = new TestStore(folder);
    ({ spec } = await storeEfficientNet(store));
    const files = [...(await readZip(ZIP))].filter(([name]) => name.endsWith('.png'));
    const chosen = files.filter((_, index) => index % 100 === 0);
    pictures = await Promise.all(chosen.map(([name, bytes]) => decodePicture(bytes, 3, { name })));
  });
  afterAll(async () => {
    await Promise.all(opened.map((each) => each.dispose()));
    await rm(folder, { recursive: true, force: true });
  });

  const context = () => ({
    threads: 2,
    tensorflow: loadTensorFlow,
    loadWeights: (weights: Parameters<typeof loadWeights>[0]) =>
      loadWeights(weights, {
        files: new LocalFiles(store.files),
        digestOf: () => {
          throw new Error('the base has no learned weights');
        },
      }),
  });
  const openBoth = async (cut: readonly string[]) => {
    const both = [
      await openOnnxPrefix(context(), spec, cut),
      await openTfjsPrefix(context(), spec, cut),
    ] as const;
    opened.push(...both);
    return both;
  };

  it('agree within 1e-4 on real pictures, at the pooled features', async () => {
    const [onnx, tfjs] = await openBoth(['avg_pool']);
    const [left, right] = [await onnx.execute(pictures), await tfjs.execute(pictures)];
    expect(left.get('avg_pool')).toHaveLength(pictures.length * 1280);
    expect(differ(left, right, 'avg_pool')).toBeLessThan(1e-4);
    expect(spread(right.get('avg_pool'))).toBeGreaterThan(0.1);
  });

  it('agree on pictures of different sizes in one batch, in the order given', async () => {
    const [onnx, tfjs] = await openBoth(['avg_pool']);
    const mixed = pictures.slice(0, 5).map((each, index) => (index % 2 === 0 ? each : crop(each)));
    const [left, right] = [await onnx.execute(mixed), await tfjs.execute(mixed)];
    expect(differ(left, right, 'avg_pool')).toBeLessThan(1e-4);
    const alone = await onnx.execute(mixed.slice(3, 4));
    const inBatch = left.get('avg_pool')?.subarray(3 * 1280, 4 * 1280) ?? [];
    expect(
      differ(alone, new Map([['avg_pool', Float32Array.from(inBatch)]]), 'avg_pool'),
    ).toBeLessThan(1e-4);
  });

  it('gives the same bits on one thread and on two side by side', async () => {
    const alone = await openOnnxPrefix({ ...context(), threads: 1 }, spec, ['avg_pool']);
    const [together] = await openBoth(['avg_pool']);
    opened.push(alone);
    const rows = (await alone.execute(pictures)).get('avg_pool');
    expect((await together.execute(pictures)).get('avg_pool')).toEqual(rows);
  });

  it('give every tensor of a cut through a residual connection, channels last', async () => {
    const cut = ['block3a_project_bn', 'avg_pool'];
    const [onnx, tfjs] = await openBoth(cut);
    const few = pictures.slice(0, 2);
    const [left, right] = [await onnx.execute(few), await tfjs.execute(few)];
    expect(onnx.shapes['block3a_project_bn']).toEqual([28, 28, 40]);
    for (const layer of cut) expect(differ(left, right, layer)).toBeLessThan(1e-3);
  });

  it.each(['avg_pool', 'block6d_add'])('multiply the rows of %s with references', async (layer) => {
    const few = pictures.slice(0, 2);
    const [plain] = await openBoth([layer]);
    const rows = (await plain.execute(few)).get(layer) ?? new Float32Array();
    const references = Float32Array.from({ length: (3 * rows.length) / 2 }, (_, at) =>
      Math.sin(at),
    );
    const size = rows.length / 2;
    const expected = [0, 1].flatMap((row) =>
      [0, 1, 2].map((other) =>
        rows
          .subarray(row * size, (row + 1) * size)
          .reduce((sum, value, at) => sum + value * (references[other * size + at] ?? NaN), 0),
      ),
    );
    const own: WeightSpec = {
      ...{ name: 'references', shape: [3, size] },
      source: { kind: 'step', step: 'known', output: 'references' },
    };
    const given = {
      ...context(),
      loadWeights: async (weights: readonly WeightSpec[]) =>
        weights[0] === own ? new Map([[own.name, references]]) : context().loadWeights(weights),
    };
    for (const open of [openOnnxPrefix, openTfjsPrefix]) {
      const compared = await open(given, spec, [layer], { layer, references: own });
      opened.push(compared);
      const products = (await compared.execute(few)).get(nameProducts(layer)) ?? [];
      expect(products).toHaveLength(6);
      expected.forEach((value, at) => {
        expect(Math.abs((products[at] ?? NaN) - value)).toBeLessThan(1e-3);
      });
    }
  });
});

function differ(
  left: ReadonlyMap<string, Float32Array>,
  right: ReadonlyMap<string, Float32Array>,
  layer: string,
): number {
  const other = right.get(layer) ?? new Float32Array();
  const own = left.get(layer) ?? new Float32Array([NaN]);
  return own.reduce(
    (most, value, index) => Math.max(most, Math.abs(value - (other[index] ?? NaN))),
    0,
  );
}

function spread(values: Float32Array | undefined): number {
  return Math.max(...(values ?? [])) - Math.min(...(values ?? []));
}

/** Without its last 14 rows. */
function crop(picture: Picture): Picture {
  const height = picture.height - 14;
  return { ...picture, height, data: picture.data.subarray(0, height * picture.width * 3) };
}
