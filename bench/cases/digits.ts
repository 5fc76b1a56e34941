import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { graphSchema, type Graph, type Json } from '@graft/graph';
import { resourcesOf, storeDataset } from '../../libs/engine/src/testing/bundled-data';
import { compileGraph } from '../../libs/engine/src/testing/graphs';
import {
  judgeDuel,
  mean,
  timePeer,
  type BenchContext,
  type BenchResult,
} from '../harness/bench-case';
import { writePictures } from '../harness/keras-inputs';
import { openLiveStack } from '../harness/live-stack';
import { rowsOf } from '../harness/object-rows';
import { openBench } from '../harness/run-on-engine';

const EPOCHS = 5;
const TRAINING = { epochs: EPOCHS, batchSize: 32, learningRate: 1e-3, keepBest: false };

/** A small CNN learns digits 0 to 4; frozen, with a new head, it learns 5 to 9. */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const bench = await openBench(context.folder);
  const dataset = await storeDataset(bench.store, 'digits', Number.POSITIVE_INFINITY);
  const digits = { ...bench, dataset };
  const folder = await writePictures(digits, context.folder);
  const graph = drawGraph();
  const plan = compileGraph(graph, resourcesOf([dataset], [bench.base]));
  const phases = [];
  for (const step of plan.steps.filter(({ kind }) => kind === 'train')) {
    const parts = {
      train: await rowsOf(digits, step.data['train'] ?? raise()),
      validation: await rowsOf(digits, step.data['validation'] ?? raise()),
    };
    phases.push({ spec: plan.models[step.models['model'] ?? ''], parts });
  }
  const evaluate = plan.steps.find(({ kind }) => kind === 'evaluate')?.data['dataset'] ?? raise();
  const settings = { ...TRAINING, phases, test: await rowsOf(digits, evaluate), firstLabel: 5 };
  writeFileSync(join(context.folder, 'digits.json'), JSON.stringify(settings));
  const [graft, peer, right, keras]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let round = 0; round < context.repeat; round++) {
    const stack = await openLiveStack(context);
    try {
      const timed = await stack.run(graph);
      graft.push(timed.seconds);
      right.push(timed.accuracy);
    } finally {
      await stack.stop();
    }
    const times = timePeer<{ accuracy: number }>(
      ...([context, 'keras_digits.py', folder, join(context.folder, 'digits.json')] as const),
    );
    peer.push(times.wall);
    keras.push(times.accuracy);
  }
  const name = 'Digits: pre-train a small CNN on 0 to 4, transfer to 5 to 9, against fit';
  const accuracy = { graft: mean(right), peer: mean(keras) };
  return [judgeDuel({ case: name, atLeast: 1, graft, peer, accuracy })];
}

//  data -> low  -> split-low  -> model -> head -> train
//       -> high -> split-high ------> freeze -> head-high -> train-high -> evaluate
function drawGraph(): Graph {
  const node = (id: string, kind: string, params: Record<string, Json> = {}) => ({
    id,
    kind,
    params,
  });
  const wire = (from: string, to: string) => {
    const [source = '', output = ''] = from.split('.');
    const [target = '', input = ''] = to.split('.');
    return { from: { node: source, port: output }, to: { node: target, port: input } };
  };
  return graphSchema.parse({
    format: 'graft.graph/1',
    nodes: [
      node('data', 'dataset', { dataset: 'digits' }),
      node('low', 'filter-classes', { mode: 'keep', classes: ['0', '1', '2', '3', '4'] }),
      node('high', 'filter-classes', { mode: 'keep', classes: ['5', '6', '7', '8', '9'] }),
      node('split-low', 'split'),
      node('split-high', 'split'),
      node('model', 'new-model'),
      node('head', 'add-head', { dropout: 0 }),
      node('train', 'train', TRAINING),
      node('freeze', 'freeze-layers', { mode: 'all' }),
      node('head-high', 'add-head', { dropout: 0 }),
      node('train-high', 'train', TRAINING),
      node('evaluate', 'evaluate'),
    ],
    edges: [
      wire('data.dataset', 'low.dataset'),
      wire('data.dataset', 'high.dataset'),
      wire('low.dataset', 'split-low.dataset'),
      wire('high.dataset', 'split-high.dataset'),
      wire('split-low.train', 'model.dataset'),
      wire('model.model', 'head.model'),
      wire('split-low.train', 'head.dataset'),
      wire('head.model', 'train.model'),
      wire('split-low.train', 'train.train'),
      wire('split-low.validation', 'train.validation'),
      wire('train.model', 'freeze.model'),
      wire('freeze.model', 'head-high.model'),
      wire('split-high.train', 'head-high.dataset'),
      wire('head-high.model', 'train-high.model'),
      wire('split-high.train', 'train-high.train'),
      wire('split-high.validation', 'train-high.validation'),
      wire('train-high.model', 'evaluate.model'),
      wire('split-high.test', 'evaluate.dataset'),
    ],
  });
}

function raise(): never {
  throw new Error('the plan lacks a part');
}
