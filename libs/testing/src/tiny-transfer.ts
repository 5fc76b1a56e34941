import type { Graph } from '@graft/graph';
import { GraphBuilder } from './graph-builder';

/**
 * The main job on the tiny cards:
 *
 *     data -> split -> (train, evaluate); base -> freeze -> head -> train -> evaluate
 *                                                                   train -> register
 */
export function buildTinyTransfer(): Graph {
  return new GraphBuilder()
    .node('data', 'dataset', { dataset: 'tiny-colours' })
    .node('split', 'split')
    .node('base', 'base-model', { base: 'tiny-base' })
    .node('freeze', 'freeze-layers')
    .node('head', 'add-head')
    .node('train', 'train')
    .node('evaluate', 'evaluate', { topK: 2 })
    .node('register', 'register-model')
    .wire('data', 'split')
    .chain('base', 'freeze', 'head')
    .wire('split.train', 'head')
    .wire('head', 'train')
    .wire('split.train', 'train.train')
    .wire('split.validation', 'train.validation')
    .wire('train.model', 'evaluate')
    .wire('split.test', 'evaluate')
    .wire('train.model', 'register')
    .build();
}
