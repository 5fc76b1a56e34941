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

/** Nodes that graphs of few digits begin with, not wired yet. */
export function drawFewDigits(): GraphBuilder {
  return new GraphBuilder()
    .node('data', 'dataset', { dataset: 'digits' })
    .node('low', 'filter-classes', { mode: 'keep', classes: LOW })
    .node('few', 'sample', { perClass: 30, seed: 2 })
    .node('split', 'split', SPLIT)
    .node('base', 'base-model', { base: 'digits-rows' });
}

/**
 * data -> low -> few -> split -train------> by-turns, by-share, by-momentum, by-plateau
 *                             -validation-> by-turns, by-share, by-momentum, by-plateau
 *                             -test-------> turns, shares, swings, waits, named
 * base -> by-turns -> turns
 *      -> by-share -> shares, named
 *      -> by-momentum -> swings
 *      -> by-plateau -> waits
 *
 * Nothing is drawn at random: every batch is the whole part, and the base keeps its classifier. So numbers agree
 * to rounding.
 */
export function drawDigitsByDepth(): Graph {
  const whole = { batchSize: 1024, keepBest: false, learningRate: 1e-3 };
  return drawFewDigits()
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
    .node('by-plateau', 'fine-tune', {
      ...whole,
      ...{ unfreeze: 'all', depthDecay: 1, epochs: 12, optimiser: 'sgd', learningRate: 0.01 },
      ...{ schedule: 'plateau', scheduleEpochs: 2, scheduleFactor: 0.5 },
      ...{ monitor: 'validation-accuracy' },
    })
    .node('waits', 'evaluate')
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
    .wire('base', 'by-plateau.model')
    .wire('split.train', 'by-plateau.train')
    .wire('split.validation', 'by-plateau.validation')
    .wire('by-plateau.model', 'waits.model')
    .wire('split.test', 'waits.dataset')
    .build();
}

/**
 * data -> low -> scores
 *              -> few -> last, all, two, rates, points
 *              -> split -train------> tune
 *                       -validation-> tune
 *                       -test-------> before, after
 * base -> freeze -> last ----> folds
 *      -> still -> two ------> folds
 *      -> all ---------------> folds
 *      -> rates
 *      -> points
 *      -> scores <- cut
 *      -> before ------------> once
 *      -> tune -> after -----> once
 *
 * As above nothing is drawn at random, in no fold either.
 */
export function drawDigitsInFolds(): Graph {
  const plain = { optimiser: 'sgd', momentum: 0, learningRate: 0.02, epochs: 6 };
  const whole = { ...plain, batchSize: 1024, keepBest: false };
  return drawFewDigits()
    .node('freeze', 'freeze-layers', { mode: 'all-but-last-blocks', blocks: 1 })
    .node('last', 'cross-validate', { ...whole, folds: 3, repeats: 2, validation: 0.2 })
    .node('all', 'cross-validate', {
      ...whole,
      ...{ folds: 3, repeats: 2, validation: 0.2, schedule: 'cosine', warmUp: 0.2 },
    })
    .node('still', 'freeze-layers', { mode: 'all' })
    .node('two', 'cross-validate', {
      ...whole,
      ...{ folds: 3, repeats: 2, validation: 0.2, schedule: 'constant' },
      ...{ fineTuneBlocks: 2, fineTuneEpochs: 5, fineTuneRate: 0.05 },
    })
    .node('rates', 'cross-validate', {
      ...whole,
      ...{
        folds: 2,
        validation: 0.2,
        tryRates: [1e-3, 0.02],
        tryEpochs: 2,
        classWeights: 'balanced',
      },
    })
    .node('folds', 'compare', { names: ['last', 'two', 'all'] })
    .node('cut', 'cut-layers', { last: 2 })
    .node('scores', 'transferability', { names: ['base', 'cut'], examples: 250 })
    .node('points', 'embed', { examples: 60 })
    .node('tune', 'fine-tune', { ...whole, unfreeze: 'all', depthDecay: 1, schedule: 'constant' })
    .node('before', 'evaluate')
    .node('after', 'evaluate')
    .node('once', 'compare', { names: ['before', 'after'] })
    .chain('data', 'low', 'few', 'split')
    .chain('base', 'freeze')
    .chain('base', 'cut')
    .wire('freeze', 'last.model')
    .wire('few', 'last.dataset')
    .chain('base', 'still')
    .wire('still', 'two.model')
    .wire('few', 'two.dataset')
    .wire('base', 'all.model')
    .wire('few', 'all.dataset')
    .wire('base', 'rates.model')
    .wire('few', 'rates.dataset')
    .wire('last.report', 'folds.reports')
    .wire('two.report', 'folds.reports')
    .wire('all.report', 'folds.reports')
    .wire('base', 'scores.models')
    .wire('cut', 'scores.models')
    .wire('low', 'scores.dataset')
    .wire('base', 'points.model')
    .wire('few', 'points.dataset')
    .wire('base', 'tune.model')
    .wire('split.train', 'tune.train')
    .wire('split.validation', 'tune.validation')
    .wire('base', 'before.model')
    .wire('split.test', 'before.dataset')
    .wire('tune.model', 'after.model')
    .wire('split.test', 'after.dataset')
    .wire('before.report', 'once.reports')
    .wire('after.report', 'once.reports')
    .build();
}
