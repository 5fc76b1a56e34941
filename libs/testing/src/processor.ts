import { readFileSync } from 'node:fs';

/** Flags of the processor as Linux names them; none elsewhere. */
function readFlags(): ReadonlySet<string> {
  try {
    const text = readFileSync('/proc/cpuinfo', 'utf8');
    return new Set(/^(?:flags|Features)\s*:(.*)$/m.exec(text)?.[1]?.trim().split(/\s+/) ?? []);
  } catch {
    return new Set();
  }
}

/**
 * Whether the processor multiplies int8 without loss. Others add pairs of products in 16 bits, which overflow
 * with 8-bit weights (onnxruntime's guide to quantisation): fast precision is refused there for what it does to
 * the features.
 */
export function hasIntegerDotProducts(): boolean {
  const flags = readFlags();
  return ['avx512_vnni', 'avx_vnni', 'asimddp'].some((flag) => flags.has(flag));
}

/**
 * Whether TensorFlow's kernels give the same bits for a row whatever batch it is in. With AVX-512 they have;
 * with AVX2 alone the order of sums depends on the size of the batch.
 */
export function hasWideVectors(): boolean {
  return readFlags().has('avx512f');
}
