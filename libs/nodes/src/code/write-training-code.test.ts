import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { type Json } from '@graft/graph';
import { GraphBuilder, tinyResources } from '@graft/testing';
import { drawHead, drawTraining } from '@graft/testing/drawings';
import { catalogue } from '../catalogue';
import { createResources } from '../read-card';
import { codeParts } from './code-catalogue';
import { findSnippet } from './snippets';
import { writeCode } from './write-code';
import { makeNormalised, write, writeTraining } from './write-code.fixture';

// That the programs run and learn as Graft does: libs/engine/src/show-as-code.test.ts.
describe('a training as code', () => {
  it('trains as the parameters say', () => {
    const { node, keras } = writeTraining({
      ...{ epochs: 7, batchSize: 16, optimiser: 'sgd', momentum: 0.8, learningRate: 0.05 },
      ...{ earlyStopping: 3, monitor: 'validation-accuracy', schedule: 'cosine', seed: 9 },
    });
    expect(node.text).toContain('tf.train.momentum(0.05, 0.8)');
    expect(node.text).toContain("monitor: 'val_acc', patience: 3, keepBest: true");
    expect(node.text).toContain('seedRandom(9)');
    expect(keras.text).toContain('SGD(learning_rate=LearningRate(train_rate), momentum=0.8)');
    expect(keras.text).toContain('monitor="val_accuracy", patience=3, restore_best_weights=True');
    expect(keras.text).toContain('epochs=7,\n    batch_size=16,');
    // 42 pictures make 3 steps an epoch, 21 in all.
    expect(keras.text).toContain('(1 + keras.ops.cos(math.pi * step / 21)) / 2');
  });

  it('waits for a plateau as Keras does, where TensorFlow.js has nothing for it', () => {
    const { node, keras } = writeTraining({
      schedule: 'plateau',
      scheduleEpochs: 3,
      monitor: 'loss',
    });
    expect([...node.issues, ...keras.issues]).toEqual([]);
    expect(node.text).toContain(
      "waitForPlateau(trainOptimizer, { monitor: 'loss', factor: 0.1, patience: 3 })",
    );
    expect(keras.text).toContain(
      'ReduceLROnPlateau(monitor="loss", factor=0.1, patience=3, min_delta=0.0001)',
    );
  });

  it('decays weights and clips gradients, by what Keras has and TensorFlow.js gets', () => {
    const { node, keras } = writeTraining({ weightDecay: 0.01, gradientClip: 1 });
    expect([...node.issues, ...keras.issues]).toEqual([]);
    expect(node.text).toContain(
      'new ByDepth(() => tf.train.adam(0.001), trainTail, { rate: 0.001, decay: 0.01, clip: 1 })',
    );
    expect(keras.text).toContain('global_clipnorm=1, weight_decay=0.01');
    expect(keras.text).toContain('exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])');
  });

  it('trains a copy of what learns in each fold, with a rate that a fold has the steps for', () => {
    // base -> freeze -> head -> folds <- data
    const draw = (params: Record<string, Json>, data = 'split.train') =>
      drawHead()
        .wire('split.train', 'head')
        .node('views', 'augment')
        .wire('split.train', 'views.dataset')
        .node('folds', 'cross-validate', { folds: 3, schedule: 'cosine', epochs: 4, ...params })
        .wire('head', 'folds.model')
        .wire(data, 'folds.dataset')
        .node('others', 'cross-validate', { folds: 3, validation: params['validation'] ?? 0.15 })
        .wire('head', 'others.model')
        .wire('split.train', 'others.dataset')
        .node('both', 'compare')
        .wire('folds.report', 'both.reports')
        .wire('others.report', 'both.reports')
        .build();
    const { issues, text } = write(draw({ batchSize: 8 }), 'node');
    expect(issues).toEqual([]);
    expect(text).toContain('for (const { repeat, fold, learn, choose, test } of');
    expect(text).toContain('  const foldsModel = await copyModel(foldsTail);');
    expect(text).toContain('drawAnew(foldsModel.getLayer(name))');
    expect(text).toContain(`Math.PI * step / 12)`);
    const last = write(draw({ validation: 0 }), 'keras').text;
    expect(last).not.toContain('validation_data');
    expect(last).not.toContain('restore_best_weights');
    const tuned = write(draw({ fineTuneBlocks: 1, fineTuneRate: 0.0002 }), 'node').text;
    expect(tuned).toContain('    const foldsOptimizer = tf.train.adam(0.0002);');
    expect(tuned).toContain('foldsHistory.history.val_acc.push(...foldsTuning.history.val_acc);');
    const changed = write(draw({}, 'views.dataset'), 'keras');
    expect(changed.issues).toEqual([]);
    expect(changed.text).toContain('folds_shown_x, folds_shown_y = read_views(');
    expect(changed.text).toContain('take_views(folds_shown_x, folds_shown_y, 8, fold["learn"])');
    expect(changed.text).toContain('Views(folds_learn_x, folds_learn_y, 8, 32),');
    expect(changed.text).toContain(
      'folds_check_x, folds_check_y = folds_read_x[fold["choose"]], folds_read_y[fold["choose"]]',
    );
    expect(write(draw({}, 'views.dataset'), 'node').text).toContain(
      'const foldsLearn = takeViews(foldsShown, 8, learn);',
    );
  });

  it('takes all views of the examples of a fold, one view behind the other', () => {
    const tf = {
      tidy: (work: () => unknown) => work(),
      gather: (rows: string[], places: number[]) => places.map((place) => rows[place]),
    };
    const takeViews = runInNewContext(`${findSnippet('node', 'take-views')}; takeViews`, {
      tf,
    }) as (read: object, views: number, places: number[]) => unknown;
    const x = [0, 1].flatMap((view) => ['a', 'b', 'c'].map((name) => `${name}${String(view)}`));
    const y = Object.assign(['A', 'B', 'C'], { shape: [3] });
    expect(takeViews({ x, y }, 2, [2, 0])).toEqual({ x: ['c0', 'a0', 'c1', 'a1'], y: ['C', 'A'] });
  });

  it('refuses more views than fit into memory, and says how many do', () => {
    // split -> anew -> all-train, folds ; 42 pictures of 224 x 224 x 3 in float32 are 25.3 MB.
    const draw = (views: number, epochs: number) =>
      new GraphBuilder()
        .node('data', 'dataset', { dataset: 'tiny-colours' })
        .node('split', 'split')
        .node('anew', 'augment', { views })
        .node('net', 'new-model', { preset: 'digits-cnn', inputSize: 224 })
        .node('head', 'add-head')
        .node('all-train', 'train', { epochs })
        .node('folds', 'cross-validate', { epochs })
        .chain('data', 'split')
        .wire('split.train', 'anew.dataset')
        .wire('split.train', 'net.dataset')
        .wire('net', 'head.model')
        .wire('split.train', 'head.dataset')
        .wire('head', 'all-train.model')
        .wire('anew.dataset', 'all-train.train')
        .wire('split.validation', 'all-train.validation')
        .wire('head', 'folds.model')
        .wire('anew.dataset', 'folds.dataset')
        .build();
    const { issues, text } = write(draw(0, 100), 'node');
    expect(issues.map(({ code, nodeId }) => [code, nodeId]).sort()).toEqual([
      ['code.views', 'all-train'],
      ['code.views', 'folds'],
    ]);
    expect(text).toContain("// Not written as code: 100 views of all pictures don't fit");
    expect(text.replaceAll('\n// ', ' ')).toContain('at most 84 do.');
    // Folds hold what learns a second time.
    expect(text.replaceAll('\n// ', ' ')).toContain('at most 42 do.');
    expect(write(draw(42, 100), 'node').issues).toEqual([]);
  });

  it('lets layers move less the further they are from the head', () => {
    // base -> head -> tune
    const resources = createResources({
      ...{ dataset: tinyResources.list('dataset'), base: [makeNormalised()] },
    });
    const graph = new GraphBuilder()
      .node('data', 'dataset', { dataset: 'tiny-colours' })
      .node('base', 'base-model', { base: 'normalised' })
      .node('head', 'add-head')
      .node('tune', 'fine-tune', { unfreeze: 'gradual', epochsPerBlock: 3, depthDecay: 0.5 })
      .wire('base', 'head.model')
      .wire('data.dataset', 'head.dataset')
      .wire('head', 'tune.model')
      .wire('data.dataset', 'tune.train')
      .wire('data.dataset', 'tune.validation')
      .build();
    const known = { catalogue, resources, parts: codeParts };
    const { issues, script } = writeCode(graph, 'keras', known);
    expect(issues).toEqual([]);
    expect(script?.text).toContain('PACES = {"conv": [0.5, 0], "norm": [0.5, 0]}');
    expect(script?.text).toContain(
      'by_depth(keras.optimizers.Adam, PACES, learning_rate=LearningRate(tune_rate))',
    );
    expect(script?.text).toContain('\nhead.compile()\n');
    expect(writeCode(graph, 'node', known).script?.text).toContain('paces: PACES');
  });

  it('shows changed pictures while it learns, and nowhere else', () => {
    // split -> more -> train.train
    const draw = (views: number) =>
      drawHead()
        .wire('split.train', 'head')
        .node('more', 'augment', { views })
        .wire('split.train', 'more')
        .node('train', 'train')
        .wire('head', 'train')
        .wire('more', 'train.train')
        .wire('split.validation', 'train.validation')
        .build();
    const { issues, text, selections } = write(draw(8), 'keras');
    expect(issues).toEqual([]);
    expect(text).toContain(
      'read_views(examples["more.dataset"], LABELS, INPUT, VIEWS, train_body)',
    );
    expect(text).toContain('    Views(train_learn_x, train_learn_y, 8, 32),');
    expect(text).toContain('train_check_x, train_check_y = read_pictures(');
    expect(selections.map(({ name }) => name)).toContain('more.dataset');
    // A new view in every epoch: as many as there are epochs, and never the picture itself.
    expect(write(draw(0), 'node').text).toContain('const VIEWS = { views: 20, itself: false,');
  });

  it('lets kept statistics stand while their layer learns', () => {
    const base = makeNormalised();
    const resources = createResources({ dataset: tinyResources.list('dataset'), base: [base] });
    const nodes = drawTraining()
      .build()
      .nodes.map((node) =>
        node.id === 'freeze'
          ? { ...node, params: { mode: 'none' } }
          : { ...node, params: node.id === 'base' ? { base: base.ref } : node.params },
      );
    const graph = { ...drawTraining().build(), nodes };
    const known = { catalogue, resources, parts: codeParts };
    const node = writeCode(graph, 'node', known).script?.text;
    expect(node).toContain("runAsInUse(head, new Set(['norm']));");
    expect(node).not.toContain('takeTail(');
    expect(writeCode(graph, 'keras', known).script?.text).toContain(
      'run_as_in_use(head, {"norm"})',
    );
  });
});
