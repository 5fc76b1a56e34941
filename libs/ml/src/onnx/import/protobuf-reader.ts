import { UserError } from '@graft/errors';

/** One field of a message as it lies in the file. Nothing is copied: `bytes` is a view. */
export type MessageField =
  | { readonly field: number; readonly kind: 'varint'; readonly value: bigint }
  | { readonly field: number; readonly kind: 'fixed32' | 'fixed64'; readonly bytes: Uint8Array }
  | { readonly field: number; readonly kind: 'delimited'; readonly bytes: Uint8Array };

const LONGEST_VARINT = 10;
/** Of one message: more than a model of 5,000 operators has, so a file of nothing but fields ends early. */
const MOST_FIELDS = 200_000;

/**
 * The fields of a message, in the order of the file.
 * @throws UserError `model.unreadable` for what is no protocol buffer, or ends too early
 */
export function* readFields(message: Uint8Array): Generator<MessageField> {
  const reader = new ByteReader(message);
  for (let count = 0; !reader.ended; count += 1) {
    if (count > MOST_FIELDS) throw unreadable('one of its messages has too many fields');
    const tag = reader.varint();
    const field = Number(tag >> 3n);
    switch (Number(tag & 7n)) {
      case 0:
        yield { field, kind: 'varint', value: reader.varint() };
        break;
      case 1:
        yield { field, kind: 'fixed64', bytes: reader.take(8) };
        break;
      case 2:
        yield { field, kind: 'delimited', bytes: reader.take(Number(reader.varint())) };
        break;
      case 5:
        yield { field, kind: 'fixed32', bytes: reader.take(4) };
        break;
      default:
        throw unreadable('it holds a field of a kind that there is not');
    }
  }
}

/**
 * Signed numbers of a repeated field, packed or one by one: `most` and one more at most, so that whoever asks can tell
 * that there are too many without all of them in memory.
 */
export function readIntegers(field: MessageField, most: number): number[] {
  if (field.kind === 'varint') return [toNumber(field.value)];
  if (field.kind !== 'delimited') throw unreadable('a list of numbers is no list');
  const reader = new ByteReader(field.bytes);
  const values: number[] = [];
  while (!reader.ended && values.length <= most) values.push(toNumber(reader.varint()));
  return values;
}

/** 32-bit floats of a repeated field, packed or one by one. */
export function readFloats(field: MessageField): Float32Array {
  if (field.kind === 'varint' || field.kind === 'fixed64' || field.bytes.length % 4 !== 0)
    throw unreadable('a list of numbers is no list');
  return new Float32Array(new Uint8Array(field.bytes).buffer);
}

export function readText(field: MessageField): string {
  if (field.kind !== 'delimited') throw unreadable('a name is no text');
  return new TextDecoder().decode(field.bytes);
}

export function readMessage(field: MessageField): Uint8Array {
  if (field.kind !== 'delimited') throw unreadable('a part of it is cut off');
  return field.bytes;
}

/** Sizes and places beyond what a number holds exactly mean "to the end", and so does the largest one. */
export function toNumber(value: bigint): number {
  const signed = BigInt.asIntN(64, value);
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  if (signed > most) return Number.MAX_SAFE_INTEGER;
  return signed < -most ? -Number.MAX_SAFE_INTEGER : Number(signed);
}

export function unreadable(reason: string): UserError {
  return new UserError({
    code: 'model.unreadable',
    message: `The file is no ONNX model that can be read: ${reason}. Export it again.`,
  });
}

class ByteReader {
  #at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get ended(): boolean {
    return this.#at >= this.bytes.length;
  }

  take(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.bytes.length) throw unreadable('it ends too early');
    const taken = this.bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  varint(): bigint {
    let value = 0n;
    for (let place = 0; place < LONGEST_VARINT; place += 1) {
      const [byte = 0] = this.take(1);
      value |= BigInt(byte & 0x7f) << BigInt(7 * place);
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw unreadable('one of its numbers has no end');
  }
}
