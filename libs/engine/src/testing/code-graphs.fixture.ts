import type { Graph } from '@graft/graph';
import { GraphBuilder } from '@graft/testing';

const LOW = ['0', '1', '2', '3', '4'];
const HIGH = ['5', '6', '7', '8', '9'];
const SPLIT = { train: 0.6, validation: 0.1, test: 0.3 };

/**
 * data -> low -> split -train------> net -> head -> train -> report, keep
 *                      -validation-> train
 *                      -test-------> report
 */
export function drawDigitsFromNothing(): Graph {
  return new GraphBuilder()
    .node('data', 'dataset', { dataset: 'digits' })
    .node('low', 'filter-classes', { mode: 'keep', classes: LOW })
    .node('split', 'split', SPLIT)
    .node('net', 'new-model', { preset: 'digits-cnn' })
    .node('head', 'add-head', { hiddenUnits: [64], dropout: 0.3 })
    .node('train', 'train', { epochs: 8, batchSize: 16 })
    .node('report', 'evaluate', { topK: 2 })
    .node('keep', 'register-model', { name: 'digits-low' })
    .chain('data', 'low', 'split')
    .wire('split.train', 'net.dataset')
    .wire('net', 'head.model')
    .wire('split.train', 'head.dataset')
    .wire('head', 'train.model')
    .wire('split.train', 'train.train')
    .wire('split.validation', 'train.validation')
    .wire('train.model', 'report.model')
    .wire('split.test', 'report.dataset')
    .wire('train.model', 'keep.model')
    .build();
}

/**
 * data -> high -> few -> split -train------> head, train, tune
 *                              -validation-> train, tune
 *                              -test-------> before, after
 * base -> freeze -> head -> train -> tune -> after
 *                                 -> before
 */
export function drawDigitsByTransfer(): Graph {
  return new GraphBuilder()
    .node('data', 'dataset', { dataset: 'digits' })
    .node('high', 'filter-classes', { mode: 'keep', classes: HIGH })
    .node('few', 'sample', { perClass: 60 })
    .node('split', 'split', SPLIT)
    .node('base', 'base-model', { base: 'digits-low' })
    .node('freeze', 'freeze-layers')
    .node('head', 'add-head', { dropout: 0 })
    .node('train', 'train', { epochs: 25, batchSize: 16 })
    .node('before', 'evaluate', { topK: 2 })
    .node('tune', 'fine-tune', { epochs: 4, blocks: 1, batchSize: 16, learningRate: 1e-3 })
    .node('after', 'evaluate', { topK: 2 })
    .chain('data', 'high', 'few', 'split')
    .chain('base', 'freeze', 'head')
    .wire('split.train', 'head.dataset')
    .wire('head', 'train.model')
    .wire('split.train', 'train.train')
    .wire('split.validation', 'train.validation')
    .wire('train.model', 'before.model')
    .wire('split.test', 'before.dataset')
    .wire('train.model', 'tune.model')
    .wire('split.train', 'tune.train')
    .wire('split.validation', 'tune.validation')
    .wire('tune.model', 'after.model')
    .wire('split.test', 'after.dataset')
    .build();
}

/**
 * data -> few -> split -train------> head, train
 *                      -validation-> train
 *                      -test-------> blocks
 * base -> freeze -> head -> train -> blocks
 *
 * The last blocks of the base learn, their batch normalisation keeps its statistics.
 */
export function drawObjectsWithLastBlocks(): Graph {
  return new GraphBuilder()
    .node('data', 'dataset', { dataset: 'emoji-objects' })
    .node('few', 'sample', { perClass: 30 })
    .node('split', 'split', { train: 0.5, validation: 0.1, test: 0.4 })
    .node('base', 'base-model', { base: 'efficientnet-lite0' })
    .node('freeze', 'freeze-layers', { mode: 'all-but-last-blocks', blocks: 2 })
    .node('head', 'add-head')
    .node('train', 'train', { epochs: 4, batchSize: 16 })
    .node('blocks', 'evaluate')
    .chain('data', 'few', 'split')
    .chain('base', 'freeze', 'head')
    .wire('split.train', 'head.dataset')
    .wire('head', 'train.model')
    .wire('split.train', 'train.train')
    .wire('split.validation', 'train.validation')
    .wire('train.model', 'blocks.model')
    .wire('split.test', 'blocks.dataset')
    .build();
}
