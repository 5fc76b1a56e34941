import type { Graph } from '@graft/graph';
import { GraphBuilder } from '@graft/testing';

const LOW = ['0', '1', '2', '3', '4'];

function drawDigits(): GraphBuilder {
  return new GraphBuilder()
    .node('data', 'dataset', { dataset: 'digits' })
    .node('low', 'filter-classes', { mode: 'keep', classes: LOW })
    .node('few', 'sample', { perClass: 30, seed: 2 })
    .chain('data', 'low', 'few');
}

/** data -> low -> few -> net -> head -> train -> keep: a network that reads pictures of any size. */
export function drawDigitsInMaps(): Graph {
  return drawDigits()
    .node('net', 'new-model', { preset: 'small-cnn' })
    .node('head', 'add-head', { dropout: 0 })
    .node('train', 'train', { epochs: 2, keepBest: false })
    .node('keep', 'register-model', { name: 'digits-maps' })
    .wire('few', 'net.dataset')
    .wire('net', 'head.model')
    .wire('few', 'head.dataset')
    .wire('head', 'train.model')
    .wire('few', 'train.train')
    .wire('few', 'train.validation')
    .wire('train.model', 'keep.model')
    .build();
}

/** data -> low -> few -> larger <- base, which reads pictures of another size than it has learned from. */
export function drawDigitsResized(): Graph {
  return drawDigits()
    .node('base', 'base-model', { base: 'digits-maps', inputSize: 40 })
    .node('larger', 'evaluate')
    .wire('base', 'larger.model')
    .wire('few', 'larger.dataset')
    .build();
}
