import { describe, expect, it } from '@jest/globals';
import { UserError } from '@graft/errors';
import fc from 'fast-check';
import { readSafetensors } from './read-safetensors';
import type { SafeTensor } from './safetensors';
import { writeSafetensors } from './write-safetensors';

/** Written by the reference implementation: safetensors 0.8.0 for Python, `save({...}, metadata)`. */
const REFERENCE =
  'AAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJtYWRlIjoiYnkgaGFuZCJ9LCJhIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlsyLDJdLCJkYXRhX29mZnNldHMiOlswLDE2XX0sImQiOnsiZHR5cGUiOiJJMzIiLCJzaGFwZSI6W10sImRhdGFfb2Zmc2V0cyI6WzE2LDIwXX0sImMiOnsiZHR5cGUiOiJGMTYiLCJzaGFwZSI6WzFdLCJkYXRhX29mZnNldHMiOlsyMCwyMl19LCJiIjp7ImR0eXBlIjoiVTgiLCJzaGFwZSI6WzNdLCJkYXRhX29mZnNldHMiOlsyMiwyNV19fSAgAACAPwAAAMAAAAA/AABAQPn///8APAEC/w==';

function build(header: unknown, data: number, length?: bigint): Uint8Array {
  const text = new TextEncoder().encode(
    typeof header === 'string' ? header : JSON.stringify(header),
  );
  const bytes = new Uint8Array(8 + text.length + data);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const tensor = fc.oneof(
  fc.float32Array().map((data): SafeTensor => ({ dtype: 'F32', shape: [data.length], data })),
  fc.uint16Array().map((data): SafeTensor => ({ dtype: 'F16', shape: [1, data.length], data })),
  fc.int32Array().map((data): SafeTensor => ({ dtype: 'I32', shape: [data.length, 1], data })),
  fc.uint8Array().map((data): SafeTensor => ({ dtype: 'U8', shape: [data.length], data })),
);
const names = fc.string().filter((name) => name !== '__metadata__');

describe('a safetensors file', () => {
  it('of the reference implementation is read', () => {
    const { tensors, metadata } = readSafetensors(Buffer.from(REFERENCE, 'base64'));
    expect(metadata).toEqual({ made: 'by hand' });
    expect(tensors.get('a')).toEqual({
      dtype: 'F32',
      shape: [2, 2],
      data: Float32Array.of(1, -2, 0.5, 3),
    });
    expect(tensors.get('b')).toEqual({ dtype: 'U8', shape: [3], data: Uint8Array.of(1, 2, 255) });
    expect(tensors.get('c')).toEqual({ dtype: 'F16', shape: [1], data: Uint16Array.of(0x3c00) });
    expect(tensors.get('d')).toEqual({ dtype: 'I32', shape: [], data: Int32Array.of(-7) });
  });

  it('holds the same tensors and metadata after writing and reading', () => {
    const entries = fc.uniqueArray(fc.tuple(names, tensor), { selector: ([name]) => name });
    const metadata = fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      fc.string(),
    );
    fc.assert(
      fc.property(entries, metadata, (list, words) => {
        const read = readSafetensors(writeSafetensors({ tensors: new Map(list), metadata: words }));
        expect(new Map(read.tensors)).toEqual(new Map(list));
        expect({ ...read.metadata }).toEqual({ ...words });
      }),
    );
  });

  it('is the same file whatever the order of its tensors, and starts its data at a multiple of 8', () => {
    const data = Float32Array.of(1);
    const a: [string, SafeTensor] = ['a', { dtype: 'F32', shape: [1], data }];
    const b: [string, SafeTensor] = ['b', { dtype: 'U8', shape: [1], data: Uint8Array.of(1) }];
    const one = writeSafetensors({ tensors: new Map([a, b]), metadata: { x: '1', y: '2' } });
    const other = writeSafetensors({ tensors: new Map([b, a]), metadata: { y: '2', x: '1' } });
    expect(one).toEqual(other);
    expect(new DataView(one.buffer).getBigUint64(0, true) % 8n).toBe(0n);
  });

  it('gives views without a copy where the bytes are aligned, and copies elsewhere', () => {
    const data = Float32Array.of(1, 2, 3);
    const bytes = writeSafetensors({
      tensors: new Map([['a', { dtype: 'F32', shape: [3], data }]]),
      metadata: {},
    });
    expect(readSafetensors(bytes).tensors.get('a')?.data.buffer).toBe(bytes.buffer);
    const shifted = Buffer.concat([Buffer.of(0), bytes]).subarray(1);
    expect(readSafetensors(shifted).tensors.get('a')?.data).toEqual(data);
  });

  const f32 = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };
  it.each<[string, Uint8Array, string]>([
    ['is shorter than eight bytes', new Uint8Array(7), 'truncated'],
    ['ends within its header', build('{}', 0, 3n), 'truncated'],
    ['claims a header of many gigabytes', build('{}', 0, 2n ** 40n), 'header'],
    ['does not start with a brace', build('[]', 0), 'header'],
    ['has a header that is not JSON', build('{"a":', 0), 'header'],
    ['has a header that is not UTF-8', build('{"\u{0}', 0).fill(0xff, 9), 'header'],
    ['has metadata other than words', build({ __metadata__: { a: 1 } }, 0), 'header'],
    ['lacks a shape', build({ a: { dtype: 'F32', data_offsets: [0, 4] } }, 4), 'header'],
    ['has a negative size', build({ a: { ...f32, shape: [-1] } }, 4), 'header'],
    ['has an unknown type', build({ a: { ...f32, dtype: 'BF16' } }, 4), 'dtype'],
    [
      'has a type named after a property of objects',
      build({ a: { ...f32, dtype: 'constructor' } }, 4),
      'dtype',
    ],
    ['has tensors that overlap', build({ a: f32, b: f32 }, 4), 'layout'],
    ['has a hole', build({ a: { ...f32, data_offsets: [4, 8] } }, 8), 'layout'],
    ['has a tensor beyond its end', build({ a: f32 }, 3), 'layout'],
    ['has bytes that belong to nothing', build({ a: f32 }, 5), 'layout'],
    [
      'has a tensor whose length is unlike its shape',
      build({ a: { ...f32, shape: [2] } }, 4),
      'layout',
    ],
    [
      'has sizes whose product is infinite',
      build({ a: { ...f32, shape: [2 ** 53 - 1, 2 ** 53 - 1] } }, 4),
      'layout',
    ],
  ])('is refused when it %s', (_, bytes, code) => {
    let thrown: unknown;
    try {
      readSafetensors(bytes);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UserError);
    expect(thrown).toMatchObject({ code: `safetensors.${code}` });
  });

  it('is not written when a shape and its data differ', () => {
    const wrong = new Map<string, SafeTensor>([
      ['a', { dtype: 'U8', shape: [2], data: Uint8Array.of(1) }],
    ]);
    expect(() => writeSafetensors({ tensors: wrong, metadata: {} })).toThrow('asks for 2');
  });
});
