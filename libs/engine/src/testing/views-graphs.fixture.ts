import type { Graph } from '@graft/graph';
import { drawFewDigits } from './exact-graphs.fixture';

const STILL = { flip: 'off', rotate: 0, zoom: 0, shift: 0, brightness: 0, contrast: 0 } as const;

/**
 * data -> low -> few -> as-is -> same (split, which others begin with, leads nowhere)
 *                    -> upside-down -> turned
 *                    -> anew -> tuned
 * base -> freeze -> same, turned, tuned
 *
 * Views that change nothing, three of each picture: numbers agree to rounding if each view is that of its picture.
 * Pictures turned as far as they go: networks that see them learn less of upright ones, so a program that shows
 * the pictures as they are is another.
 */
export function drawDigitsInTurnedFolds(): Graph {
  const plain = { optimiser: 'sgd', momentum: 0, learningRate: 0.02, epochs: 6 };
  const whole = { ...plain, batchSize: 1024, keepBest: false };
  return drawFewDigits()
    .node('freeze', 'freeze-layers', { mode: 'all-but-last-blocks', blocks: 1 })
    .node('as-is', 'augment', { ...STILL, views: 3 })
    .node('same', 'cross-validate', { ...whole, folds: 3, validation: 0.2 })
    .node('upside-down', 'augment', { ...STILL, rotate: 180, shift: 0.6, views: 0 })
    .node('turned', 'cross-validate', {
      ...{ optimiser: 'adam', learningRate: 0.005, epochs: 30, batchSize: 1024, keepBest: false },
      ...{ folds: 3, validation: 0 },
    })
    .node('anew', 'augment', { ...STILL, views: 0 })
    .node('tuned', 'cross-validate', {
      ...{ ...whole, epochs: 2, folds: 3, validation: 0.2, schedule: 'constant' },
      ...{ fineTuneBlocks: 2, fineTuneEpochs: 5, fineTuneRate: 0.05 },
    })
    .chain('data', 'low', 'few', 'split')
    .chain('few', 'as-is')
    .chain('few', 'upside-down')
    .chain('few', 'anew')
    .chain('base', 'freeze')
    .wire('freeze', 'same.model')
    .wire('as-is', 'same.dataset')
    .wire('freeze', 'turned.model')
    .wire('upside-down', 'turned.dataset')
    .wire('freeze', 'tuned.model')
    .wire('anew', 'tuned.dataset')
    .build();
}
