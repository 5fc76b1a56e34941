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

/**
 * data -> split -train------> heads, trainings
 *               -validation-> trainings
 *               -test-------> reports
 * glove -> head -> train -> tune -> tuned
 *                        -> frozen
 * random (convolution) -> random-head -> scratch -> convolved
 */
export function drawNamesByWordVectors(): Graph {
  return new GraphBuilder()
    .node('data', 'dataset', { dataset: 'emoji-names' })
    .node('split', 'split', { train: 0.6, validation: 0.1, test: 0.3 })
    .node('glove', 'word-vectors')
    .node('head', 'add-head', { dropout: 0.2 })
    .node('train', 'train', { epochs: 25, learningRate: 0.01 })
    .node('frozen', 'evaluate')
    .node('tune', 'fine-tune', { unfreeze: 'all', epochs: 4, batchSize: 64, learningRate: 1e-3 })
    .node('tuned', 'evaluate')
    .node('random', 'word-vectors', { start: 'random', trainable: true, pooling: 'convolution' })
    .node('random-head', 'add-head')
    .node('scratch', 'train', { epochs: 6, batchSize: 64, learningRate: 0.003 })
    .node('convolved', 'evaluate')
    .chain('data', 'split')
    .wire('glove', 'head.model')
    .wire('split.train', 'head.dataset')
    .wire('head', 'train.model')
    .wire('split.train', 'train.train')
    .wire('split.validation', 'train.validation')
    .wire('train.model', 'frozen.model')
    .wire('split.test', 'frozen.dataset')
    .wire('train.model', 'tune.model')
    .wire('split.train', 'tune.train')
    .wire('split.validation', 'tune.validation')
    .wire('tune.model', 'tuned.model')
    .wire('split.test', 'tuned.dataset')
    .wire('random', 'random-head.model')
    .wire('split.train', 'random-head.dataset')
    .wire('random-head', 'scratch.model')
    .wire('split.train', 'scratch.train')
    .wire('split.validation', 'scratch.validation')
    .wire('scratch.model', 'convolved.model')
    .wire('split.test', 'convolved.dataset')
    .build();
}

/**
 * data -> high -> few -> split -train-> more -> frozen-train, all-train
 * base -> freeze -> head -> frozen-train -> kept
 * net -> net-head -> all-train -> whole
 *
 * Changed pictures, through frozen layers and where everything learns.
 */
export function drawDigitsInViews(): Graph {
  const change = { rotate: 10, zoom: 0.1, shift: 0.1, brightness: 0.1, contrast: 0.1 };
  return new GraphBuilder()
    .node('data', 'dataset', { dataset: 'digits' })
    .node('high', 'filter-classes', { mode: 'keep', classes: HIGH })
    .node('few', 'sample', { perClass: 60 })
    .node('split', 'split', SPLIT)
    .node('more', 'augment', { ...change, views: 4 })
    .node('anew', 'augment', { ...change, views: 0 })
    .node('base', 'base-model', { base: 'digits-low' })
    .node('freeze', 'freeze-layers')
    .node('head', 'add-head', { dropout: 0 })
    .node('frozen-train', 'train', { epochs: 25, batchSize: 16 })
    .node('kept', 'evaluate')
    .node('net', 'new-model', { preset: 'digits-cnn' })
    .node('net-head', 'add-head', { hiddenUnits: [64], dropout: 0.3 })
    .node('all-train', 'train', { epochs: 14, batchSize: 16 })
    .node('whole', 'evaluate')
    .chain('data', 'high', 'few', 'split')
    .wire('split.train', 'more.dataset')
    .wire('split.train', 'anew.dataset')
    .chain('base', 'freeze', 'head')
    .wire('split.train', 'head.dataset')
    .wire('head', 'frozen-train.model')
    .wire('more.dataset', 'frozen-train.train')
    .wire('split.validation', 'frozen-train.validation')
    .wire('frozen-train.model', 'kept.model')
    .wire('split.test', 'kept.dataset')
    .wire('split.train', 'net.dataset')
    .wire('net', 'net-head.model')
    .wire('split.train', 'net-head.dataset')
    .wire('net-head', 'all-train.model')
    .wire('anew.dataset', 'all-train.train')
    .wire('split.validation', 'all-train.validation')
    .wire('all-train.model', 'whole.model')
    .wire('split.test', 'whole.dataset')
    .build();
}
