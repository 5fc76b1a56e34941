import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { UserError } from '@graft/errors';
import { EFFICIENTNET_BYTES, EFFICIENTNET_INPUT, EFFICIENTNET_PATH } from './fixtures/efficientnet';
import { layerOf, type ModelJson } from './fixtures/layers-model-json';
import type { InputSpec } from './model-spec';
import { readLayersModel } from './read-layers-model';

const MODEL_JSON = readFileSync(new URL(EFFICIENTNET_PATH, import.meta.url), 'utf8');

/** Reads the bundled model after a change to its JSON; gives the code and message of the refusal. */
function refusal(
  change: (json: ModelJson) => void,
  bytes = EFFICIENTNET_BYTES,
): { code: string; message: string } {
  const json = JSON.parse(MODEL_JSON) as ModelJson;
  change(json);
  try {
    readLayersModel(json, { weights: { digest: 'a', bytes }, input: EFFICIENTNET_INPUT });
  } catch (thrown) {
    if (thrown instanceof UserError) return { code: thrown.code, message: thrown.message };
    throw thrown;
  }
  return { code: 'none', message: '' };
}

function inputRefusal(input: InputSpec): string {
  try {
    readLayersModel(JSON.parse(MODEL_JSON), {
      weights: { digest: 'a', bytes: EFFICIENTNET_BYTES },
      input,
    });
  } catch (thrown) {
    return thrown instanceof UserError ? thrown.code : String(thrown);
  }
  return 'none';
}

describe('readLayersModel refuses, naming the layer or the numbers', () => {
  it('weight files of another size', () => {
    expect(refusal(() => undefined, 1000)).toEqual({
      code: 'model.weights_mismatch',
      message: expect.stringMatching(/1000 bytes.*9388048/),
    });
  });

  it('a layer of an unknown class, and one called constructor', () => {
    for (const name of ['LSTM', 'constructor', '__proto__']) {
      const refused = refusal((json) => (layerOf(json, 'top_bn').class_name = name));
      expect(refused.code).toBe('model.unsupported_layer');
      expect(refused.message).toContain(`"top_bn" (${name})`);
    }
  });

  it('an unknown configuration key, also __proto__', () => {
    const unknown = refusal((json) => (layerOf(json, 'stem_conv').config['lora_rank'] = 4));
    expect(unknown.code).toBe('model.unsupported_layer');
    expect(unknown.message).toMatch(/stem_conv.*loraRank/);
    const proto = refusal((json) => {
      const config: unknown = JSON.parse('{"__proto__": {"filters": 1}, "name": "stem_conv"}');
      layerOf(json, 'stem_conv').config = config as Record<string, unknown>;
    });
    expect(proto.code).toBe('model.unsupported_layer');
  });

  it.each([
    ['stem_conv', 'data_format', 'channels_first'],
    ['stem_bn', 'axis', 1],
    ['stem_conv', 'activation', 'hard_sigmoid'],
    ['stem_conv', 'groups', 2],
    ['image', 'dtype', 'int32'],
  ])('%s with %s = %s', (layer, key, value) => {
    const refused = refusal((json) => (layerOf(json, layer).config[key] = value));
    expect(refused.code).toBe('model.unsupported_layer');
    expect(refused.message).toContain(`"${layer}"`);
  });

  it('weight paths that are not plain names', () => {
    for (const path of [
      '../weights.bin',
      '/etc/passwd',
      'a/b.bin',
      'C:\\x',
      '.hidden',
      'http://x',
    ]) {
      const refused = refusal(
        (json) => ((json.weightsManifest[0] as { paths: string[] }).paths = [path]),
      );
      expect(refused.code).toBe('model.bad_manifest');
    }
  });

  it('weights that are integers, missing, misshapen, doubled or unused', () => {
    const weights = (json: ModelJson) => json.weightsManifest[0]?.weights ?? [];
    const first = (json: ModelJson) =>
      weights(json)[0] as ModelJson['weightsManifest'][0]['weights'][0];
    expect(refusal((json) => (first(json).quantization = { dtype: 'uint8' })).code).toBe(
      'model.unsupported_weights',
    );
    expect(refusal((json) => (first(json).name = 'other/kernel')).code).toBe('model.misfit');
    expect(refusal((json) => (first(json).shape = [3, 3, 32, 3])).message).toMatch(
      /3 x 3 x 32 x 3.*3 x 3 x 3 x 32/,
    );
    expect(refusal((json) => (first(json).name = 'stem_bn/gamma')).code).toBe('model.bad_manifest');
    const added = refusal(
      (json) => weights(json).push({ name: 'ghost/kernel', shape: [1], dtype: 'float32' }),
      EFFICIENTNET_BYTES + 4,
    );
    expect(added).toMatchObject({
      code: 'model.bad_manifest',
      message: expect.stringContaining('ghost/kernel'),
    });
  });

  it('shared layers, cycles and layers written by Keras 3', () => {
    const call = [['top_conv', 0, 0, {}]];
    expect(
      refusal((json) => (layerOf(json, 'top_bn').inbound_nodes = [call, call])).message,
    ).toMatch(/top_bn.*more than once/);
    expect(refusal((json) => (layerOf(json, 'stem_conv').inbound_nodes = [call])).message).toMatch(
      /in turn/,
    );
    expect(
      refusal((json) => (layerOf(json, 'image').config = { batch_shape: [null, 224, 224, 3] }))
        .message,
    ).toMatch(/Keras 3/);
  });

  it('an input of another size, and things that are no model', () => {
    const input: InputSpec = { ...EFFICIENTNET_INPUT, height: 128 } as InputSpec;
    const weights = { digest: 'a', bytes: EFFICIENTNET_BYTES };
    expect(() => readLayersModel(JSON.parse(MODEL_JSON), { weights, input })).toThrow(
      /224 x 224 x 3.*128 x 224 x 3/,
    );
    expect(inputRefusal(input)).toBe('model.input_mismatch');
    for (const thing of [
      null,
      3,
      'x',
      [],
      {},
      { format: 'graph-model' },
      { modelTopology: {}, weightsManifest: [] },
    ]) {
      expect(() => readLayersModel(thing, { weights, input })).toThrow(UserError);
    }
  });
});
