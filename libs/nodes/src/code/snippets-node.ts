import type { SnippetName } from './snippets';

/** Functions of scripts for Node. */
export const NODE_SNIPPETS: Readonly<Record<SnippetName, string>> = {
  'read-pictures': `
/** Pictures as the network reads them: upright, on white, resized, (value - mean) / scale. */
async function readPictures(list, labels, { height, width, channels, mean, scale }) {
  const pictures = [];
  for (const { file } of list) {
    const upright = sharp(\`data/\${file}\`).autoOrient().flatten({ background: '#ffffff' });
    const coloured = channels === 3 ? upright.toColourspace('srgb') : upright.greyscale().toColourspace('b-w');
    const { data, info } = await coloured.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    const shape = [info.height, info.width, info.channels];
    pictures.push(
      tf.tidy(() => {
        const pixels = tf.tensor3d(new Int32Array(data), shape, 'int32').toFloat();
        return tf.image.resizeBilinear(pixels, [height, width], false, true).sub(mean).div(scale);
      }),
    );
  }
  const x = tf.stack(pictures);
  tf.dispose(pictures);
  const places = list.map(({ label }) => labels.indexOf(label));
  return { x, y: tf.oneHot(tf.tensor1d(places, 'int32'), labels.length).toFloat() };
}`,
  'copy-model': `
/** The same network with weights of its own: what changes the copy leaves the original alone. */
async function copyModel(model) {
  let saved;
  const keep = async (artifacts) => {
    saved = artifacts;
    return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
  };
  await model.save(tf.io.withSaveHandler(keep));
  return tf.loadLayersModel(tf.io.fromMemory(saved));
}`,
  'draw-anew': `
/** Gives a layer the weights that a new one would have. */
function drawAnew(layer, changes = {}) {
  const fresh = layer.constructor.fromConfig(layer.constructor, { ...layer.getConfig(), ...changes });
  fresh.build(layer.getInputAt(0).shape);
  layer.setWeights(fresh.getWeights());
}`,
  'take-tail': `
/** The last layers as a network of their own, which reads what the layers before them give. */
function takeTail(model, shape, names) {
  const input = tf.input({ shape });
  const tail = names.map((name) => model.getLayer(name));
  return tf.model({ inputs: input, outputs: tail.reduce((x, layer) => layer.apply(x), input) });
}`,
  'run-as-in-use': `
/**
 * Lets these layers run as they do in use while the network learns: batch normalisation by its stored
 * statistics, no dropout. All others behave as usual again.
 */
function runAsInUse(model, names) {
  for (const layer of model.layers) {
    delete layer.call;
    if (!names.has(layer.name)) continue;
    const call = layer.call.bind(layer);
    layer.call = (inputs, settings) => call(inputs, { ...settings, training: false });
  }
}`,
  'follow-rate': `
/** Sets the learning rate before each step, counted from 0. */
function followRate(optimizer, rate) {
  let step = 0;
  return {
    onBatchBegin() {
      // Momentum keeps its rate as a tensor, which only its own method changes.
      if (optimizer.setLearningRate) optimizer.setLearningRate(rate(step));
      else optimizer.learningRate = rate(step);
      step += 1;
    },
  };
}`,
  'watch-epochs': `
/** Stops after \`patience\` epochs without a better figure, and ends with the best weights if wanted. */
function watchEpochs(model, { monitor, patience, keepBest }) {
  const better = (a, b) => (monitor.endsWith('acc') ? a > b : a < b);
  let best;
  return {
    onEpochEnd(epoch, figures) {
      if (best !== undefined && !better(figures[monitor], best.value)) {
        if (epoch - best.epoch >= patience) model.stopTraining = true;
        return;
      }
      tf.dispose(best?.weights ?? []);
      const weights = keepBest ? model.getWeights().map((each) => each.clone()) : [];
      best = { epoch, value: figures[monitor], weights };
    },
    onTrainEnd() {
      if (keepBest && best !== undefined) model.setWeights(best.weights);
    },
  };
}`,
  'show-epochs': `
/** Says after each epoch how it went. */
const showEpochs = {
  onEpochEnd(epoch, figures) {
    const words = Object.entries(figures).map(([name, value]) => \`\${name} \${value.toFixed(4)}\`);
    console.log(\`epoch \${epoch + 1}: \${words.join(', ')}\`);
  },
};`,
  judge: `
/** Accuracy on examples that were not learned from; every answer goes to a file. */
async function judge(name, model, list, labels, input) {
  const { x } = await readPictures(list, labels, input);
  const answers = model.predict(x, { batchSize: 32 }).arraySync();
  const rows = list.map((example, index) => {
    const answer = labels[answers[index].indexOf(Math.max(...answers[index]))];
    return { ...example, answer, probabilities: answers[index] };
  });
  await writeFile(\`\${name}.json\`, JSON.stringify(rows, null, 1));
  const right = rows.filter(({ answer, label }) => answer === label).length;
  console.log(\`\${name}: accuracy \${(right / rows.length).toFixed(4)} (\${right} of \${rows.length})\`);
}`,
};
