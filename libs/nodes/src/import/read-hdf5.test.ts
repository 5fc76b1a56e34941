import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Dataset, File as Hdf5File } from 'h5wasm';
import { readHdf5 } from './read-hdf5';

/** The bytes of a file that is written so. */
async function write(draw: (file: Hdf5File) => void): Promise<Uint8Array> {
  const { File, ready } = await import('h5wasm');
  const { FS } = await ready;
  const file = new File('/drawn.h5', 'w');
  draw(file);
  file.close();
  const bytes = Uint8Array.from(FS.readFile('/drawn.h5'));
  FS.unlink('/drawn.h5');
  return bytes;
}

const data = Float32Array.of(1, 2, 3, 4);

/** A tensor of zeros that nobody has written: the file only says how many. */
function swell(file: Hdf5File, name: string, shape: number[]): void {
  const chunks = shape.map(() => 1024);
  const maxshape = shape.map(() => null);
  const small = shape.map(() => 1);
  file.create_dataset({
    name,
    data: data.slice(0, 1),
    shape: small,
    dtype: '<f',
    maxshape,
    chunks,
  });
  (file.get(name) as Dataset).resize(shape);
}

describe('weights in an HDF5 file', () => {
  it('are read with their shape, below a group, and with the names of groups', async () => {
    const bytes = await write((file) => {
      file.create_group('layers').create_attribute('name', 'dense');
      file.create_dataset({ name: 'layers/kernel', data, shape: [2, 2] });
    });
    const content = await readHdf5(bytes, 'layers');
    expect(content.tensors).toEqual([{ path: 'layers/kernel', shape: [2, 2], values: data }]);
    expect(content.nameOf('layers')).toBe('dense');
  });

  it.each(['functional', 'sequential'])('are read as h5py writes them: %s', async (name) => {
    const bytes = await readFile(join(import.meta.dirname, `fixtures/${name}.h5`));
    const content = await readHdf5(bytes, 'model_weights');
    expect(content.tensors.length).toBeGreaterThan(3);
    expect(JSON.parse(content.attribute('model_config') ?? 'null')).toMatchObject({
      class_name: expect.stringMatching(/^(Functional|Sequential)$/),
    });
  });

  it.each<[what: string, code: string, draw: (file: Hdf5File) => void]>([
    [
      'says that it has a trillion zeros',
      'weights_mismatch',
      (file) => swell(file, 'w', [1e6, 1e6]),
    ],
    [
      'says of each of many that it is a little too much',
      'weights_mismatch',
      (file) => {
        for (let at = 0; at < 50; at += 1) swell(file, `w${String(at)}`, [1e6]);
      },
    ],
    [
      'holds doubles',
      'unsupported_weights',
      (file) => file.create_dataset({ name: 'w', data: Float64Array.from(data) }),
    ],
    [
      'holds text',
      'unsupported_weights',
      (file) => file.create_dataset({ name: 'w', data: ['a'] }),
    ],
    [
      'leads in circles',
      'unreadable',
      (file) => {
        file.create_group('a');
        file.create_hard_link('/a', 'a/b');
      },
    ],
    [
      'leads to the same groups in 4 ways at each of 12 levels',
      'unreadable',
      (file) => {
        for (let level = 0; level < 12; level += 1) file.create_group(`g${String(level)}`);
        for (let level = 0; level < 11; level += 1) {
          for (const name of ['a', 'b', 'c', 'd']) {
            file.create_hard_link(`/g${String(level + 1)}`, `g${String(level)}/${name}`);
          }
        }
      },
    ],
  ])('are refused when the file %s', async (_, code, draw) => {
    const bytes = await write(draw);
    await expect(readHdf5(bytes, '')).rejects.toMatchObject({ code: `model.${code}` });
    // It goes on reading good ones.
    const good = await write((file) => file.create_dataset({ name: 'w', data }));
    expect((await readHdf5(good, '')).tensors).toHaveLength(1);
  });

  it('are not looked for in other files', async () => {
    const bytes = await write((file) => {
      file.create_external_link('/etc/passwd', '/x', 'outside');
      file.create_soft_link('/nowhere', 'broken');
      file.create_dataset({ name: 'w', data });
    });
    expect((await readHdf5(bytes, '')).tensors.map(({ path }) => path)).toEqual(['w']);
  });
});
