import type { Graph } from '@graft/graph';
import { GraphBuilder } from '@graft/testing';

const LOW = ['0', '1', '2', '3', '4'];
const SPLIT = { train: 0.6, validation: 0.1, test: 0.3 };

/** data -> low -> net -> head -> train -> keep: dense layers, and nothing that drops out. */
export function drawDigitsInRows(): Graph {
  return new GraphBuilder()
    .node('data', 'dataset', { dataset: 'digits' })
    .node('low', 'filter-classes', { mode: 'keep', classes: LOW })
    .node('net', 'new-model', { preset: 'mlp', hiddenUnits: [32, 24, 16] })
    .node('head', 'add-head', { dropout: 0 })
    .node('train', 'train', { epochs: 4, keepBest: false })
    .node('keep', 'register-model', { name: 'digits-rows' })
    .chain('data', 'low')
    .wire('low', 'net.dataset')
    .wire('net', 'head.model')
    .wire('low', 'head.dataset')
    .wire('head', 'train.model')
    .wire('low', 'train.train')
    .wire('low', 'train.validation')
    .wire('train.model', 'keep.model')
    .build();
}

/**
 * data -> low -> few -> split -train------> by-turns, by-share, by-momentum
 *                             -validation-> by-turns, by-share, by-momentum
 *                             -test-------> turns, shares, swings, named
 * base -> by-turns -> turns
 *      -> by-share -> shares, named
 *      -> by-momentum -> swings
 *
 * Nothing is drawn at random: every batch is the whole part, and the base keeps its classifier. So numbers agree
 * to rounding.
 */
export function drawDigitsByDepth(): Graph {
  const whole = { batchSize: 1024, keepBest: false, learningRate: 1e-3 };
  return new GraphBuilder()
    .node('data', 'dataset', { dataset: 'digits' })
    .node('low', 'filter-classes', { mode: 'keep', classes: LOW })
    .node('few', 'sample', { perClass: 30, seed: 2 })
    .node('split', 'split', SPLIT)
    .node('base', 'base-model', { base: 'digits-rows' })
    .node('by-turns', 'fine-tune', {
      ...whole,
      ...{ unfreeze: 'gradual', blocks: 3, epochs: 8, epochsPerBlock: 2, depthDecay: 0.7 },
      ...{ weightDecay: 0.1, gradientClip: 0.5 },
    })
    .node('turns', 'evaluate')
    .node('by-share', 'fine-tune', {
      ...whole,
      ...{ unfreeze: 'all', depthDecay: 0.5, epochs: 6, optimiser: 'sgd', schedule: 'constant' },
    })
    .node('shares', 'evaluate')
    .node('named', 'predict', { topK: 2, explain: 0 })
    .node('by-momentum', 'fine-tune', {
      ...whole,
      ...{ unfreeze: 'all', depthDecay: 1, epochs: 12, optimiser: 'sgd', learningRate: 0.01 },
      ...{ schedule: 'step', scheduleEpochs: 4, scheduleFactor: 0.1, warmUp: 0 },
    })
    .node('swings', 'evaluate')
    .chain('data', 'low', 'few', 'split')
    .wire('base', 'by-turns.model')
    .wire('split.train', 'by-turns.train')
    .wire('split.validation', 'by-turns.validation')
    .wire('by-turns.model', 'turns.model')
    .wire('split.test', 'turns.dataset')
    .wire('base', 'by-share.model')
    .wire('split.train', 'by-share.train')
    .wire('split.validation', 'by-share.validation')
    .wire('by-share.model', 'shares.model')
    .wire('split.test', 'shares.dataset')
    .wire('by-share.model', 'named.model')
    .wire('split.test', 'named.dataset')
    .wire('base', 'by-momentum.model')
    .wire('split.train', 'by-momentum.train')
    .wire('split.validation', 'by-momentum.validation')
    .wire('by-momentum.model', 'swings.model')
    .wire('split.test', 'swings.dataset')
    .build();
}
