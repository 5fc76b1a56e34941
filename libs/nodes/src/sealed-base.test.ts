import { describe, expect, it } from '@jest/globals';
import { findFrozenPrefix, findSealed } from '@graft/model';
import type { Json } from '@graft/graph';
import { compile } from '@graft/plan';
import { GraphBuilder, tinyColours, tinyOnnxBase } from '@graft/testing';
import { catalogue } from './catalogue';
import { createResources } from './read-card';
import { listTransferWays } from './transfer-ways';

type Params = Record<string, Json>;
const resources = createResources({ dataset: [tinyColours], base: [tinyOnnxBase] });

// data -> augment? -> split -> (head, train, evaluate); base -> [middle] -> head -> train -> evaluate
function draw(middle: [kind: string, params: Params] | null, changed: Record<string, Params> = {}) {
  const builder = new GraphBuilder()
    .node('data', 'dataset', { dataset: 'tiny-colours' })
    .node('augment', 'augment', { views: 4, ...changed['augment'] })
    .node('split', 'split')
    .node('base', 'base-model', { base: 'tiny-onnx', ...changed['base'] })
    .node('head', 'add-head')
    .node('train', 'train', changed['train'])
    .node('evaluate', 'evaluate')
    .node('export', 'export-model', changed['export'])
    .chain('data', 'augment', 'split');
  if (middle === null) builder.wire('base', 'head');
  else builder.node('middle', ...middle).chain('base', 'middle', 'head');
  return builder
    .wire('split.train', 'head')
    .wire('head', 'train')
    .wire('split.train', 'train.train')
    .wire('split.validation', 'train.validation')
    .wire('train.model', 'evaluate')
    .wire('split.test', 'evaluate')
    .wire('train.model', 'export');
}

const check = (...drawing: Parameters<typeof draw>) =>
  compile(draw(...drawing).build(), catalogue, resources);
const errorsOf = (compiled: ReturnType<typeof check>) =>
  compiled.issues.filter(({ severity }) => severity === 'error');

describe('a base that came as an ONNX file', () => {
  it('is a frozen prefix whose features are stored, whatever that costs, in exact precision', () => {
    const compiled = check(null, { train: { precision: 'fast' } });
    expect(errorsOf(compiled)).toEqual([]);
    if (!compiled.ok) return;
    const extractions = compiled.plan.steps.filter(({ kind }) => kind === 'extract-features');
    expect(extractions).not.toHaveLength(0);
    for (const { params } of extractions) {
      expect(params).toMatchObject({ executor: 'onnx' });
      expect(params).not.toHaveProperty('precision');
    }
    expect(findSealed(tinyOnnxBase.spec)?.name).toBe('features');
    expect(findFrozenPrefix(tinyOnnxBase.spec)?.cut).toEqual(['features']);
  });

  it.each<[what: string, middle: [string, Params] | null, changed: Record<string, Params>, string]>(
    [
      ['frozen in part', ['freeze-layers', { mode: 'none' }], {}, 'freeze-layers.sealed'],
      ['started anew', ['reinitialise-layers', {}], {}, 'reinitialise-layers.sealed-layer'],
      [
        'cut inside',
        ['cut-layers', { mode: 'layer', layer: 'conv' }],
        {},
        'cut-layers.unknown-layer',
      ],
      ['given another size', null, { base: { inputSize: 32 } }, 'base-model.fixed-size'],
      ['shown endless views', null, { augment: { views: 0 } }, 'train.endless-views'],
      [
        'exported to Keras',
        null,
        { export: { format: 'keras' } },
        'export-model.unsupported-layer',
      ],
      [
        'exported to TensorFlow.js',
        null,
        { export: { format: 'tfjs' } },
        'export-model.unsupported-layer',
      ],
    ],
  )('%s is an issue, not an error at run time', (_, middle, changed, code) => {
    const [first] = errorsOf(check(middle, changed));
    expect(first?.code).toBe(code);
    expect(first?.message).toMatch(/\.$/);
  });

  it('is not fine-tuned, and its head is', () => {
    const graph = draw(null)
      .node('tune', 'fine-tune')
      .node('folds', 'cross-validate', { fineTuneBlocks: 1 })
      .wire('train.model', 'tune')
      .wire('split.train', 'tune.train')
      .wire('split.validation', 'tune.validation')
      .wire('head', 'folds.model')
      .wire('split.train', 'folds.dataset')
      .build();
    const compiled = compile(graph, catalogue, resources);
    expect(errorsOf(compiled).map(({ code }) => code)).toEqual(
      expect.arrayContaining(['fine-tune.sealed', 'cross-validate.sealed']),
    );
  });

  it('is tried in one way only when ways of transfer are compared', () => {
    expect(listTransferWays([tinyOnnxBase]).map(({ training }) => training)).toEqual([
      'head',
      'scratch',
    ]);
  });
});
