import { describe, expect, it } from '@jest/globals';
import { chooseInt8Options } from './int8-products';

const SLOW_AND_RIGHT = { session: { x64quantprecision: '1' } };

function cpuinfoWith(...flags: string[]): string {
  return `processor\t: 0\nmodel name\t: Some CPU\nflags\t\t: fpu ${flags.join(' ')} sse2\nbugs\t\t: avx512_vnni\n`;
}

describe('how int8 is multiplied', () => {
  it.each([
    ['AVX2 alone', ['avx2']],
    ['AVX-512 without products of int8', ['avx2', 'avx512f', 'avx512bw', 'avx512vl']],
  ])('takes the kernels that do not overflow on x64 with %s', (_name, flags) => {
    expect(chooseInt8Options('x64', cpuinfoWith(...flags))).toEqual(SLOW_AND_RIGHT);
  });

  it.each(['avx512_vnni', 'avx_vnni'])('takes the fast kernels on x64 with %s', (flag) => {
    expect(chooseInt8Options('x64', cpuinfoWith('avx2', flag))).toEqual({});
  });

  it('prefers right to fast where nobody says what the processor can do', () => {
    expect(chooseInt8Options('x64', '')).toEqual(SLOW_AND_RIGHT);
  });

  it('leaves other architectures alone: theirs do not overflow', () => {
    expect(chooseInt8Options('arm64', '')).toEqual({});
  });
});
