/**
 * The part of protocol buffers that an ONNX file needs: varints, 32-bit floats and length-delimited
 * fields. See https://protobuf.dev/programming-guides/encoding/.
 */
export interface MessageWriter {
  /** int32, int64, bool and enum fields. */
  integer(field: number, value: number): MessageWriter;
  float(field: number, value: number): MessageWriter;
  text(field: number, value: string): MessageWriter;
  bytes(field: number, value: Uint8Array): MessageWriter;
  /** A nested message. */
  message(field: number, value: MessageWriter): MessageWriter;
  /** Repeated integers in one packed field. */
  integers(field: number, values: readonly number[]): MessageWriter;
  floats(field: number, values: readonly number[]): MessageWriter;
  finish(): Uint8Array;
}

const VARINT = 0;
const DELIMITED = 2;
const FIXED32 = 5;

export function createMessage(): MessageWriter {
  const chunks: Uint8Array[] = [];
  const push = (field: number, wire: number, ...parts: Uint8Array[]) => {
    chunks.push(encodeVarint(field * 8 + wire), ...parts);
    return writer;
  };
  const delimited = (field: number, value: Uint8Array) =>
    push(field, DELIMITED, encodeVarint(value.length), value);
  const writer: MessageWriter = {
    integer: (field, value) => push(field, VARINT, encodeVarint(value)),
    float: (field, value) => push(field, FIXED32, encodeFloats([value])),
    text: (field, value) => delimited(field, new TextEncoder().encode(value)),
    bytes: delimited,
    message: (field, value) => delimited(field, value.finish()),
    integers: (field, values) => delimited(field, join(values.map(encodeVarint))),
    floats: (field, values) => delimited(field, encodeFloats(values)),
    finish: () => join(chunks),
  };
  return writer;
}

/** Seven bits a byte, low ones first; a negative number takes the ten bytes of its 64-bit form. */
function encodeVarint(value: number): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

function encodeFloats(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setFloat32(index * 4, value, true);
  return bytes;
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
