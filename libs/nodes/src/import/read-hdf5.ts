import { UserError } from '@graft/errors';
import type { Attribute, Dataset, Group } from 'h5wasm';

export interface Hdf5Tensor {
  /** From the root: `layers/conv2d/vars/0`. */
  readonly path: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface Hdf5Content {
  /** A text attribute of the root. */
  attribute(name: string): string | null;
  /** Attribute `name` of a group; null without it. */
  nameOf(group: string): string | null;
  readonly tensors: readonly Hdf5Tensor[];
}

/** Tensors and groups together; a group counts each time that a link leads to it. */
const MOST_ENTRIES = 20_000;
const MOST_DEPTH = 16;
/** Of all values. A file may be packed, or say without holding anything that it holds a trillion zeros. */
const MOST_BYTES = 1024 ** 3;
const MOST_RATIO = 200;
let nextFile = 0;

/**
 * All float32 tensors below a group of an HDF5 file. Links are followed inside the file only: the
 * library has no disk and no network, its files lie in memory.
 * @throws UserError `model.unreadable`, `model.unsupported_weights`, `model.weights_mismatch`
 */
export async function readHdf5(bytes: Uint8Array, below: string): Promise<Hdf5Content> {
  const { File, ready } = await import('h5wasm');
  const { FS } = await ready;
  const path = `/import-${String(nextFile++)}.h5`;
  FS.writeFile(path, bytes);
  try {
    const file = new File(path, 'r');
    try {
      const tensors: Hdf5Tensor[] = [];
      const names = new Map<string, string>();
      const left = {
        entries: MOST_ENTRIES,
        bytes: Math.min(MOST_BYTES, bytes.length * MOST_RATIO),
      };
      const root = below === '' ? file : file.get(below);
      if (isGroup(root)) collect(root, below, { tensors, names, left, depth: 0 });
      const attributes = new Map(Object.entries(readAttributes(file)));
      return {
        tensors,
        attribute: (name) => attributes.get(name) ?? null,
        nameOf: (group) => names.get(group) ?? null,
      };
    } finally {
      file.close();
    }
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError({
      code: 'model.unreadable',
      message: 'The weights are no HDF5 file, or the file is broken: save the model again.',
      cause,
    });
  } finally {
    FS.unlink(path);
  }
}

interface Found {
  readonly tensors: Hdf5Tensor[];
  readonly names: Map<string, string>;
  /** What may still come. */
  readonly left: { entries: number; bytes: number };
  readonly depth: number;
}

function collect(group: Group, path: string, found: Found): void {
  found.left.entries -= 1 + group.keys().length;
  if (found.depth > MOST_DEPTH || found.left.entries < 0) {
    throw new UserError({
      code: 'model.unreadable',
      message: 'The weight file has more groups or tensors than any model that Graft can use.',
    });
  }
  const { name } = readAttributes(group);
  if (name !== undefined) found.names.set(path, name);
  for (const key of group.keys()) {
    const inside = path === '' ? key : `${path}/${key}`;
    const entity = group.get(key);
    if (isGroup(entity)) collect(entity, inside, { ...found, depth: found.depth + 1 });
    else if (isDataset(entity)) found.tensors.push(readTensor(entity, inside, found));
  }
}

/** Nothing is read before it is known how much that is. */
function readTensor(dataset: Dataset, path: string, { left }: Found): Hdf5Tensor {
  const { shape, dtype } = dataset;
  const weight = path.slice(0, 200);
  if (shape && typeof dtype === 'string' && FLOAT32.test(dtype)) {
    const bytes = shape.reduce((size, each) => size * each, 4);
    if (bytes > left.bytes) throw tooMuch(weight, bytes, left.bytes);
    left.bytes -= bytes;
    const { value } = dataset;
    if (value instanceof Float32Array) return { path, shape, values: value };
  }
  throw new UserError({
    code: 'model.unsupported_weights',
    message: `The weight "${weight}" is stored as ${typeof dtype === 'string' ? dtype : 'a compound'}; Graft reads float32.`,
    details: { weight },
  });
}

const FLOAT32 = /^[<>]f$/;

function tooMuch(weight: string, bytes: number, most: number): UserError {
  return new UserError({
    code: 'model.weights_mismatch',
    message: `The weight "${weight}" says that it has ${String(bytes)} bytes, which is more than such a file holds (${String(most)} are left): save the model again.`,
    details: { weight, found: bytes, most },
  });
}

function readAttributes(of: Group): Record<string, string | undefined> {
  const texts = Object.entries(of.attrs).map(([name, attribute]) => {
    // Of numbers nobody asks here, however many there are.
    const { value } = isText(attribute) ? attribute : { value: undefined };
    return [name, typeof value === 'string' ? value : undefined] as const;
  });
  return Object.fromEntries(texts);
}

/** Of ASCII or of UTF-8, of a fixed length or of any. */
const TEXT = /^[AS]\d*$/;

function isText({ dtype }: Attribute): boolean {
  return typeof dtype === 'string' && TEXT.test(dtype);
}

function isGroup(entity: unknown): entity is Group {
  return typeof entity === 'object' && entity !== null && 'keys' in entity && 'attrs' in entity;
}

function isDataset(entity: unknown): entity is Dataset {
  return typeof entity === 'object' && entity !== null && 'shape' in entity && 'value' in entity;
}
