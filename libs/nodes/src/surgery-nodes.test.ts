import { describe, expect, it } from '@jest/globals';
import { countParameters } from '@graft/model';
import { GraphBuilder } from '@graft/testing';
import { inspect, type Params } from '@graft/testing/drawings';

// base -> <node under test>
function afterBase(kind: string, params: Params = {}) {
  return new GraphBuilder()
    .node('base', 'base-model', { base: 'tiny-base' })
    .node('it', kind, params)
    .wire('base', 'it');
}

describe('cut-layers', () => {
  it('keeps the model up to a layer, a block, a position or without its last layers', () => {
    const outputs = [
      { mode: 'layer', layer: 'block1_conv' },
      { mode: 'layer', layer: 'block1' },
      { mode: 'index', index: 1 },
      { mode: 'last', last: 2 },
    ].map((params) => inspect(afterBase('cut-layers', params)).modelAt('it').spec.output);
    expect(outputs).toEqual(['block1_conv', 'block1_conv', 'block1_conv', 'block1_conv']);
  });

  it('works as it is dropped on the canvas', () => {
    expect(inspect(afterBase('cut-layers')).modelAt('it').spec.output).toBe('block2_conv');
  });

  it('mends the name of a layer that does not exist', () => {
    const { issues, mend } = inspect(
      afterBase('cut-layers', { mode: 'layer', layer: 'blok1_conv' }),
    );
    expect(issues).toMatchObject([{ code: 'cut-layers.unknown-layer', field: 'layer' }]);
    expect(mend()).toEqual([]);
  });

  it('refuses to leave nothing', () => {
    const { issues } = inspect(afterBase('cut-layers', { mode: 'last', last: 3 }));
    expect(issues).toMatchObject([{ code: 'cut-layers.nothing-left', field: 'last' }]);
  });

  it('refuses a cut inside a branch, with the nearest layer where it is possible', () => {
    // base (block2_conv and a way around it meet in block2_add) -> cut
    const builder = new GraphBuilder()
      .node('base', 'base-model', { base: 'tiny-branched' })
      .node('cut', 'cut-layers', { mode: 'layer', layer: 'block2_conv' })
      .wire('base', 'cut');
    const { issues, mend } = inspect(builder);
    expect(issues).toMatchObject([
      {
        code: 'cut-layers.open-branch',
        field: 'layer',
        fix: { setParams: [{ nodeId: 'cut', params: { layer: 'block2_add' } }] },
      },
    ]);
    expect(mend()).toEqual([]);
  });
});

describe('freeze-layers', () => {
  it('freezes the base before or after the head alike', () => {
    const before = new GraphBuilder()
      .node('base', 'base-model', { base: 'tiny-base' })
      .node('freeze', 'freeze-layers')
      .node('head', 'add-head', { classes: ['a', 'b'] })
      .chain('base', 'freeze', 'head');
    const after = new GraphBuilder()
      .node('base', 'base-model', { base: 'tiny-base' })
      .node('head', 'add-head', { classes: ['a', 'b'] })
      .node('freeze', 'freeze-layers')
      .chain('base', 'head', 'freeze');
    const { spec } = inspect(before).modelAt('head');
    expect(inspect(after).modelAt('freeze').spec).toEqual(spec);
    expect(countParameters(spec).trainable).toBe(4 * 2 + 2);
  });

  it.each([
    [{ mode: 'none' }, []],
    [{ mode: 'up-to-layer', layer: 'block1' }, ['block1_conv']],
    [{ mode: 'all-but-last-blocks', blocks: 1 }, ['block1_conv']],
    [{ mode: 'pattern', pattern: '*2_conv' }, ['block2_conv']],
    [{}, ['block1_conv', 'block2_conv']],
  ])('freezes what %j says', (params, frozen) => {
    const { spec } = inspect(afterBase('freeze-layers', params)).modelAt('it');
    const names = spec.layers.filter((layer) => layer.weights.length > 0 && !layer.trainable);
    expect(names.map((layer) => layer.name)).toEqual(frozen);
  });

  it('names an unknown layer and a pattern that matches nothing', () => {
    const layer = inspect(afterBase('freeze-layers', { mode: 'up-to-layer', layer: 'block1_cnv' }));
    expect(layer.issues).toMatchObject([{ code: 'freeze-layers.unknown-layer', field: 'layer' }]);
    expect(layer.mend()).toEqual([]);
    const { issues } = inspect(afterBase('freeze-layers', { mode: 'pattern', pattern: 'conv*' }));
    expect(issues).toMatchObject([{ code: 'freeze-layers.no-layer-matches', field: 'pattern' }]);
  });

  it('warns of layers frozen at random values', () => {
    const builder = afterBase('reinitialise-layers', { mode: 'layer', layer: 'block2' })
      .node('freeze', 'freeze-layers')
      .wire('it', 'freeze');
    expect(inspect(builder).issues).toMatchObject([
      { code: 'freeze-layers.frozen-at-random', severity: 'warning' },
    ]);
  });
});

describe('reinitialise-layers', () => {
  it('starts a layer and all after it from random weights', () => {
    const { spec } = inspect(
      afterBase('reinitialise-layers', { mode: 'layer', layer: 'block2' }),
    ).modelAt('it');
    const kinds = spec.layers.map((layer) => layer.weights[0]?.source.kind);
    expect(kinds).toEqual([undefined, 'blob', 'initialiser', undefined]);
  });

  it('warns when nothing of the base is kept', () => {
    const { issues } = inspect(afterBase('reinitialise-layers', { blocks: 2 }));
    expect(issues).toMatchObject([{ code: 'reinitialise-layers.nothing-kept' }]);
  });

  it('names an unknown layer', () => {
    const { issues } = inspect(
      afterBase('reinitialise-layers', { mode: 'layer', layer: 'bock2_conv' }),
    );
    expect(issues).toMatchObject([{ code: 'reinitialise-layers.unknown-layer', field: 'layer' }]);
  });
});

describe('new-model', () => {
  it('takes colours and size of its input from the data', () => {
    // data -> new
    const over = (dataset: string) =>
      inspect(
        new GraphBuilder()
          .node('data', 'dataset', { dataset })
          .node('new', 'new-model')
          .wire('data', 'new'),
      );
    expect(over('tiny-colours').modelAt('new').spec.input).toMatchObject({
      height: 8,
      channels: 3,
    });
    expect(over('tiny-shapes').modelAt('new').spec.input).toMatchObject({
      height: 64,
      channels: 1,
    });
    expect(over('tiny-texts').issues).toMatchObject([{ code: 'new-model.input-mismatch' }]);
  });

  it('names the layer of a table that does not fit', () => {
    const layers = [
      { name: 'flat', class: 'Flatten' },
      { name: 'conv', class: 'Conv2D', config: { filters: 4, kernelSize: [3, 3] } },
    ];
    const builder = new GraphBuilder().node('new', 'new-model', { preset: 'layers', layers });
    const { issues } = inspect(builder);
    expect(issues).toMatchObject([{ code: 'new-model.misfit', field: 'layers' }]);
    expect(issues[0]?.message).toContain('"conv"');
  });
});
