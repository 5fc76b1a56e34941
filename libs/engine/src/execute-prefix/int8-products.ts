import { readFileSync } from 'node:fs';

/**
 * How this processor multiplies int8, as session options of onnxruntime.
 *
 * x64 without VNNI (AVX2, AVX-512 alone) adds pairs of products in 16 bits, which overflow: there the weights
 * are taken as uint8, by kernels that are slower and right. With VNNI the sums are exact, and the same option
 * would halve the speed: onnxruntime obeys it there too. The guide of onnxruntime to quantisation, "When to use
 * reduce-range and per-channel quantization?".
 */
export function chooseInt8Options(
  architecture: NodeJS.Architecture = process.arch,
  cpuinfo: string = readCpuinfo(),
): Record<string, unknown> {
  if (architecture !== 'x64' || multipliesExactly(cpuinfo)) return {};
  return { session: { x64quantprecision: '1' } };
}

/** @param cpuinfo text of `/proc/cpuinfo` */
function multipliesExactly(cpuinfo: string): boolean {
  const [, flags = ''] = /^flags\s*:(.*)$/m.exec(cpuinfo) ?? [];
  return flags.split(' ').some((flag) => flag === 'avx512_vnni' || flag === 'avx_vnni');
}

/** Empty where the system has no such file: the slower kernels are right everywhere. */
function readCpuinfo(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return '';
  }
}
