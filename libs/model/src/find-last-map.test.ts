import { describe, expect, it } from '@jest/globals';
import { appendLayer, createSpec, type LayerDraft } from './build-spec';
import { findLastMap } from './find-last-map';
import { buildResidualSpec } from './fixtures/residual-spec';
import { buildDigitsCnn } from './presets/digits-cnn';

const PICTURE = { kind: 'image', height: 8, width: 8, channels: 1, mean: 0, scale: 1 } as const;
const draft = (name: string, layerClass: string, config = {}): LayerDraft => ({
  ...{ name, class: layerClass, config, block: name, seed: 1 },
});

describe('the last feature map', () => {
  //  stem -> [conv -> bn -> relu] + skip -> add -> average -> dropout -> softmax
  it('lies behind the last sum of a residual network', () => {
    const spec = buildResidualSpec({ skips: [true, true], pretrained: true });
    expect(findLastMap(spec)).toBe('block2_add');
  });

  it('is what the digits network flattens', () => {
    const spec = buildDigitsCnn({ ...PICTURE, height: 28, width: 28 }, 1);
    const map = spec.layers.findLast(({ outputShape }) => outputShape.length === 3);
    expect(findLastMap(spec)).toBe(map?.name);
  });

  it('is missing where pixels are flattened before anything was learned', () => {
    const drafts = [draft('flatten', 'Flatten'), draft('out', 'Dense', { units: 2 })];
    expect(findLastMap(createSpec(PICTURE, drafts))).toBeNull();
  });

  //  input -> conv -> average -> join -> out
  //      \---------> flatten --/
  it('is missing where something passes it by', () => {
    let spec = createSpec(PICTURE, [
      draft('conv', 'Conv2D', { filters: 2, kernelSize: [3, 3] }),
      draft('average', 'GlobalAveragePooling2D'),
    ]);
    spec = appendLayer(spec, { ...draft('flatten', 'Flatten'), inbound: ['input'] });
    spec = appendLayer(spec, { ...draft('join', 'Concatenate'), inbound: ['average', 'flatten'] });
    expect(findLastMap(appendLayer(spec, draft('out', 'Dense', { units: 2 })))).toBeNull();
  });
});
