import { describe, expect, it } from '@jest/globals';
import { createSpec } from '@graft/model';
import { GraphBuilder, tinyBase } from '@graft/testing';
import { inspect, type Params } from '@graft/testing/drawings';
import { createResources } from './read-card';

// data -+
// base -+-> head
function headOver(dataset: string, params: Params = {}) {
  return new GraphBuilder()
    .node('data', 'dataset', { dataset })
    .node('base', 'base-model', { base: 'tiny-base' })
    .node('head', 'add-head', params)
    .wire('base', 'head')
    .wire('data', 'head');
}

// base -> head
function overBase(params: Params = {}) {
  return new GraphBuilder()
    .node('base', 'base-model', { base: 'tiny-base' })
    .node('head', 'add-head', params)
    .wire('base', 'head');
}

describe('base-model', () => {
  it('mends an unknown reference', () => {
    const { issues, mend } = inspect(
      new GraphBuilder().node('base', 'base-model', { base: 'tny-base' }),
    );
    expect(issues).toMatchObject([{ code: 'base-model.missing', field: 'base' }]);
    expect(mend()).toEqual([]);
  });

  it('infers all shapes anew for another input size and says so', () => {
    const builder = new GraphBuilder().node('base', 'base-model', {
      base: 'tiny-base',
      inputSize: 16,
    });
    const { modelAt } = inspect(builder);
    const { spec, notes } = modelAt('base');
    expect(spec.layers.map((layer) => layer.outputShape)).toEqual([
      [16, 16, 3],
      [16, 16, 4],
      [16, 16, 4],
      [4],
    ]);
    expect(notes).toEqual(['Tiny base reads 16 x 16 instead of 8 x 8']);
  });

  it('refuses another size where a layer has weights for this one alone, and goes back to it', () => {
    // pictures of 8 x 8 -> flat -> dense
    const flat = createSpec(tinyBase.spec.input, [
      { name: 'flat', class: 'Flatten', block: 'a', seed: 1 },
      { name: 'dense', class: 'Dense', config: { units: 4 }, block: 'a', seed: 1 },
    ]);
    const source = {
      kind: 'blob',
      digest: '6'.repeat(64),
      byteOffset: 0,
      dtype: 'float32',
    } as const;
    const layers = flat.layers.map((layer) => ({
      ...layer,
      weights: layer.weights.map((weight) => ({ ...weight, source })),
    }));
    const card = { ...tinyBase, spec: { ...flat, layers } };
    const resources = createResources({ dataset: [], base: [card] });
    const builder = new GraphBuilder().node('base', 'base-model', {
      base: 'tiny-base',
      inputSize: 16,
    });
    const { issues, mend } = inspect(builder, resources);
    const refusal = { code: 'base-model.fixed-size', field: 'inputSize', severity: 'error' };
    expect(issues).toMatchObject([refusal]);
    // 8 x 8 x 3 values flow into the dense layer; 16 x 16 x 3 would.
    expect(issues[0]?.message).toMatch(/"dense".* 192 x 4, .* 768 x 4/);
    expect(mend()).toEqual([]);
  });

  it('reports a layer without weights', () => {
    const [input, first, ...rest] = tinyBase.spec.layers;
    if (input === undefined || first === undefined) throw new Error('the fixture has layers');
    const source = { kind: 'initialiser', name: 'zeros', seed: 1 } as const;
    const empty = { ...first, weights: first.weights.map((weight) => ({ ...weight, source })) };
    const spec = { ...tinyBase.spec, layers: [input, empty, ...rest] };
    const resources = createResources({ dataset: [], base: [{ ...tinyBase, spec }] });
    const builder = new GraphBuilder().node('base', 'base-model', { base: 'tiny-base' });
    expect(inspect(builder, resources).issues).toMatchObject([{ code: 'base-model.no-weights' }]);
  });
});

describe('add-head', () => {
  it('attaches a classifier for the classes of the data at the feature layer', () => {
    const { issues, modelAt } = inspect(headOver('tiny-colours'));
    expect(issues).toEqual([]);
    const { spec, trained, head } = modelAt('head');
    expect(spec.labels).toEqual(['blue', 'green', 'red']);
    expect(spec.layers.at(-1)?.outputShape).toEqual([3]);
    expect(spec.featureLayer).toBe('avg_pool');
    expect(trained).toBe(false);
    expect(head).toEqual({ node: 'head', data: { node: 'data', port: 'dataset' } });
  });

  it('says which old classifier it drops', () => {
    const builder = headOver('tiny-colours')
      .node('other', 'add-head', { classes: ['a', 'b'] })
      .wire('head', 'other');
    expect(inspect(builder).modelAt('other').notes).toContain(
      'the old classifier is dropped (head_dropout, head_output)',
    );
  });

  it('adapts size and colour of pictures and says so', () => {
    const { issues, modelAt } = inspect(headOver('tiny-shapes'));
    expect(issues).toEqual([]);
    expect(modelAt('head').notes).toEqual([
      'pictures are resized to 8 x 8',
      'grey pictures become RGB',
      'pixels 0 to 255 become (pixel - 127) / 128',
    ]);
  });

  it('refuses texts on a base for pictures, with the reason', () => {
    const { issues } = inspect(headOver('tiny-texts'));
    expect(issues).toMatchObject([
      { code: 'add-head.input-mismatch', nodeId: 'head', port: 'dataset', severity: 'error' },
    ]);
    expect(issues[0]?.message).toContain('texts, which have no pixels');
  });

  it('needs classes from somewhere', () => {
    expect(inspect(overBase()).issues).toMatchObject([{ code: 'add-head.no-classes' }]);
    expect(inspect(overBase({ classes: ['yes', 'no'] })).issues).toEqual([]);
  });

  it('mends named classes that differ from those of the data', () => {
    const { issues, mend } = inspect(
      headOver('tiny-colours', { classes: ['red', 'green', 'blue'] }),
    );
    expect(issues).toMatchObject([{ code: 'add-head.classes-differ', field: 'classes' }]);
    expect(mend()).toEqual([]);
  });

  it('refuses a pooling that the layer can not have', () => {
    const { issues } = inspect(
      headOver('tiny-colours', { attachAt: 'block2_conv', pooling: 'none' }),
    );
    expect(issues).toMatchObject([{ code: 'add-head.not-poolable' }]);
  });
});

describe('add-head on an old classifier', () => {
  // data -+
  // base -+-> head -> kept
  const twice = (classes: readonly string[]) =>
    headOver('tiny-colours')
      .node('kept', 'add-head', { start: 'old-classifier', classes: [...classes] })
      .wire('head', 'kept.model');

  it('keeps its weights under the new names', () => {
    const { issues, modelAt } = inspect(twice(['a', 'b', 'c']));
    expect(issues).toEqual([]);
    const [before, after] = [modelAt('head').spec, modelAt('kept').spec];
    expect(after).toEqual({ ...before, labels: ['a', 'b', 'c'] });
    expect(modelAt('kept').notes).toContain(
      'the old classifier answers with "a", "b" and "c" from now on',
    );
  });

  it('asks for new weights where there are more classes than it knows', () => {
    const { issues, mend } = inspect(twice(['a', 'b', 'c', 'd']));
    expect(issues).toMatchObject([{ code: 'add-head.no-old-classifier', field: 'start' }]);
    expect(mend()).toEqual([]);
  });
});
