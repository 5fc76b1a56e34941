import { describe, expect, it } from '@jest/globals';
import { makeHostileOnnx, makeOnnx } from '@graft/testing/hostile';
import { importOnnx, type AskedOnnx } from './import-onnx';

const ASKED: AskedOnnx = {
  ...{ size: null, mean: 0, scale: 255, output: null, colours: 'rgb' },
  ...{ channelMean: null, channelDeviation: null },
};

describe('an ONNX file', () => {
  it('becomes names of our own, with weights apart from what computes', () => {
    const { config, weights, input, output } = importOnnx(makeOnnx({}), ASKED);
    expect(output).toBe('seen');
    expect(input).toMatchObject({ height: 8, width: 8, channels: 3 });
    expect(config).toMatchObject({
      ...{ opset: 17, layout: 'channels-first', mean: [0, 0, 0], tensors: [[2, 3, 3, 3]] },
      nodes: [
        { operator: 'Conv', inputs: ['x', 'w0'], outputs: ['v0'] },
        { operator: 'Relu', inputs: ['v0'], outputs: ['v1'] },
      ],
      output: 'v1',
    });
    expect(weights.map(({ length }) => length)).toEqual([54]);
  });

  it('is cut at a tensor by name, and what lies behind it is not looked at', () => {
    const file = makeOnnx({ outputs: ['map', 'seen'] });
    const { config } = importOnnx(file, { ...ASKED, output: 'map' });
    expect(config.nodes.map(({ operator }) => operator)).toEqual(['Conv']);
  });

  it('that reads channels last gives its maps as they lie where it is cut', () => {
    const file = makeOnnx({ turned: true });
    const { config } = importOnnx(file, ASKED);
    expect(config).toMatchObject({ layout: 'channels-last', mapLayout: 'channels-first' });
    expect(importOnnx(makeOnnx({}), ASKED).config.mapLayout).toBeUndefined();
  });

  it('of more than 512 MB is not read', () => {
    const file = new Uint8Array(512 * 1024 ** 2 + 1);
    expect(() => importOnnx(file, ASKED)).toThrow(
      expect.objectContaining({ code: 'model.onnx_too_large' }),
    );
  });

  it('that nobody should send is refused with its code, whatever is wrong with it', () => {
    const faults = makeHostileOnnx().flatMap(({ name, bytes, code }) => {
      try {
        importOnnx(bytes, ASKED);
        return [`${name}: expected ${code}, but it was taken`];
      } catch (error) {
        const got = (error as { code?: string }).code;
        return got === code ? [] : [`${name}: expected ${code}, but got ${String(got ?? error)}`];
      }
    });
    expect(faults).toEqual([]);
  });
});
