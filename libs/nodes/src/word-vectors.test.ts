import { describe, expect, it } from '@jest/globals';
import { inspectGraph } from '@graft/graph';
import { findFrozenPrefix, type ModelSpec } from '@graft/model';
import { GraphBuilder, tinyTexts, tinyVectors } from '@graft/testing';
import { inspect } from '@graft/testing/drawings';
import { catalogue } from './catalogue';
import { createResources } from './read-card';

type Params = Record<string, string | number | boolean>;

// vectors -> head -> train
//            /      /
//      texts -> split
function drawTexts(params: Params = {}, dataset = 'tiny-texts'): GraphBuilder {
  return new GraphBuilder()
    .node('data', 'dataset', { dataset })
    .node('split', 'split', { train: 0.5, validation: 0.25, test: 0.25 })
    .node('vectors', 'word-vectors', { vectors: 'tiny-vectors', ...params })
    .node('head', 'add-head')
    .node('train', 'train')
    .wire('data', 'split')
    .chain('vectors', 'head', 'train')
    .wire('split.train', 'head')
    .wire('split.train', 'train.train')
    .wire('split.validation', 'train.validation');
}

const sourcesOf = ({ layers }: ModelSpec) =>
  layers.find((layer) => layer.name === 'embedding')?.weights.map(({ source }) => source.kind);

describe('word-vectors', () => {
  it('is a frozen base for texts that a head goes on', () => {
    const { issues, modelAt } = inspect(drawTexts());
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    const { spec, notes } = modelAt('head');
    expect(spec.layers.map(({ name }) => name)).toEqual([
      'input',
      'embedding',
      'pool',
      'head_dropout',
      'head_output',
    ]);
    expect(sourcesOf(spec)).toEqual(['blob']);
    expect(spec.input).toEqual({ kind: 'tokens', length: 32, vocabulary: '5'.repeat(64) });
    expect(findFrozenPrefix(spec)?.cut).toEqual(['pool']);
    expect(notes).toContain('texts are cut or padded to 32 words');
  });

  it('learns from random vectors for the same words when told so', () => {
    const { modelAt } = inspect(drawTexts({ start: 'random', trainable: true }));
    const { spec } = modelAt('vectors');
    expect(sourcesOf(spec)).toEqual(['initialiser']);
    expect(spec.layers.find(({ name }) => name === 'embedding')?.trainable).toBe(true);
  });

  it('warns of random vectors that never learn, and mends it', () => {
    const { issues, mend } = inspect(drawTexts({ start: 'random' }));
    expect(issues).toContainEqual(
      expect.objectContaining({ code: 'word-vectors.frozen-at-random', severity: 'warning' }),
    );
    const at = issues.findIndex(({ code }) => code === 'word-vectors.frozen-at-random');
    expect(mend(at).map(({ code }) => code)).not.toContain('word-vectors.frozen-at-random');
  });

  it('can pool by convolution', () => {
    const { modelAt } = inspect(drawTexts({ pooling: 'convolution', length: 12 }));
    const { spec } = modelAt('vectors');
    expect(spec.layers.map(({ outputShape }) => outputShape)).toEqual([
      [12],
      [12, 4],
      [12, 128],
      [128],
    ]);
  });

  it('refuses pictures, and a base for pictures as vectors', () => {
    const pictures = inspect(drawTexts({}, 'tiny-colours')).issues;
    expect(pictures[0]).toMatchObject({ code: 'add-head.input-mismatch', severity: 'error' });
    expect(pictures[0]?.message).toContain('the model reads texts, the data holds pictures');
    const { issues, mend } = inspect(drawTexts({ vectors: 'tiny-base' }));
    expect(issues).toMatchObject([{ code: 'word-vectors.missing', field: 'vectors' }]);
    expect(mend().filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('warns when many texts have no word that it knows', () => {
    const coverage = [{ vocabulary: '5'.repeat(64), unknown: 3, texts: 8 }];
    const resources = createResources({
      dataset: [{ ...tinyTexts, coverage }],
      base: [tinyVectors],
    });
    const { issues } = inspectGraph(drawTexts().build(), catalogue, resources);
    expect(issues).toMatchObject([
      { code: 'train.unknown-words', severity: 'warning', port: 'train' },
    ]);
    expect(issues[0]?.message).toMatch(/^3 of the 8 texts .* \(38 %\)/);
  });

  it('refuses texts of which it knows no word, where it learns and in folds', () => {
    const coverage = [{ vocabulary: '5'.repeat(64), unknown: 8, texts: 8 }];
    const dataset = [{ ...tinyTexts, coverage }];
    const resources = createResources({ dataset, base: [tinyVectors] });
    const graph = drawTexts()
      .node('folds', 'cross-validate')
      .wire('head', 'folds.model')
      .wire('data', 'folds.dataset')
      .build();
    const { issues } = inspectGraph(graph, catalogue, resources);
    expect(issues).toMatchObject([
      { code: 'cross-validate.no-known-words', severity: 'error', port: 'dataset' },
      { code: 'train.no-known-words', severity: 'error', port: 'train' },
    ]);
    expect(issues[0]?.message).toContain('Take word vectors of the language of these texts');
  });
});
