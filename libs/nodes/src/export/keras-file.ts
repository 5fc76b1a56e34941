import type { JsonObject } from '@graft/graph';
import {
  narrowToFloat16,
  takeWritten,
  widenFloat16,
  type WeightFormat,
  type WeightMap,
} from '@graft/ml';
import { writeTopology, type ModelSpec, type WrittenTopology } from '@graft/model';
import { zipFiles } from './zip-files';

/** Keras of this version reads what is written; later ones read older files. */
const KERAS_VERSION = '3.8.0';

/**
 * A model as a `.keras` file of Keras 3: a zip of its configuration and an HDF5 file of its weights.
 *
 * @param metadata kept under `graft` in metadata.json
 * @throws UserError `export.unsupported_layer`
 */
export async function exportKeras(
  spec: ModelSpec,
  weights: WeightMap,
  { float16, metadata }: WeightFormat & { readonly metadata: JsonObject },
): Promise<Uint8Array> {
  const written = writeTopology(spec, 'keras-3');
  const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  return zipFiles(
    new Map([
      ['metadata.json', encode({ keras_version: KERAS_VERSION, graft: metadata })],
      ['config.json', encode(written.topology)],
      ['model.weights.h5', await writeWeights(written, weights, float16)],
    ]),
    { packAll: float16 },
  );
}

/** HDF5 as `saving_lib` of Keras lays it out: one group a layer, its variables by number. */
async function writeWeights(
  { weights: written, kerasGroups }: WrittenTopology,
  weights: WeightMap,
  float16: boolean,
): Promise<Uint8Array> {
  // Loaded when it is needed: the library weighs four megabytes.
  const { File, ready } = await import('h5wasm');
  const { FS } = await ready;
  const path = `/export-${String(nextFile++)}.h5`;
  const file = new File(path, 'w');
  try {
    file.create_group('vars');
    file.create_group('layers');
    for (const { path: group, name } of kerasGroups) {
      file.create_group(group);
      file.create_group(`${group}/vars`).create_attribute('name', name);
    }
    for (const each of written) {
      const { shape, kerasPath } = each;
      const [, group = '', index = ''] = /^(.+)\/(\d+)$/.exec(kerasPath) ?? [];
      const values = takeWritten(weights, each);
      // The library writes no half floats: rounded to them, floats shrink to half in the zip.
      const data = float16 ? widenFloat16(narrowToFloat16(values)) : values;
      const target = file.get(group) as ReturnType<typeof file.create_group>;
      target.create_dataset({ name: index, shape: [...shape], data, dtype: '<f4' });
    }
  } finally {
    file.close();
  }
  const bytes = FS.readFile(path);
  FS.unlink(path);
  return bytes;
}

/** Files of the library lie in memory and need names of their own. */
let nextFile = 0;
