import type { SnippetName } from './snippets';
import { NODE_DEPTH } from './snippets-depth';
import { NODE_ANSWERS } from './snippets-answers';
import { NODE_COMPARISON } from './snippets-comparison';
import { NODE_EPOCHS } from './snippets-epochs';
import { NODE_FEATURES } from './snippets-features';
import { NODE_FOLDS } from './snippets-folds';
import { NODE_SCORES } from './snippets-scores';
import { NODE_TRANSFER } from './snippets-transfer';
import { NODE_VIEWS } from './snippets-views';

/** Functions of scripts for Node. */
export const NODE_SNIPPETS: Readonly<Record<SnippetName, string>> = {
  'read-pictures': `
/** Pictures as the network reads them: upright, on white, resized, (value - mean) / scale. */
async function readPictures(list, labels, { height, width, channels, mean, scale }, change = (data) => data) {
  const pictures = [];
  for (const { file } of list) {
    const upright = sharp(\`data/\${file}\`).autoOrient().flatten({ background: '#ffffff' });
    const coloured = channels === 3 ? upright.toColourspace('srgb') : upright.greyscale().toColourspace('b-w');
    const { data, info } = await coloured.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    const shape = [info.height, info.width, info.channels];
    pictures.push(
      tf.tidy(() => {
        const pixels = tf.tensor3d(new Int32Array(change(data, info)), shape, 'int32').toFloat();
        return tf.image.resizeBilinear(pixels, [height, width], false, true).sub(mean).div(scale);
      }),
    );
  }
  const x = tf.stack(pictures);
  tf.dispose(pictures);
  const places = list.map(({ label }) => labels.indexOf(label));
  return { x, y: tf.oneHot(tf.tensor1d(places, 'int32'), labels.length).toFloat() };
}`,
  ...NODE_VIEWS,
  ...NODE_DEPTH,
  ...NODE_FOLDS,
  ...NODE_COMPARISON,
  ...NODE_FEATURES,
  ...NODE_SCORES,
  ...NODE_TRANSFER,
  'read-texts': `
/** Texts as the network reads them: numbers of the words that it knows, from 1 on, cut or filled with 0. */
async function readTexts(list, labels, { words, length }) {
  const known = JSON.parse(await readFile(words, 'utf8'));
  const numbers = new Map(known.map((word, index) => [word, index + 1]));
  const rows = list.map(({ text }) => {
    const own = text.normalize('NFKC').toLowerCase().match(/[\\p{L}\\p{M}\\p{N}]+/gu) ?? [];
    const row = own.flatMap((word) => numbers.get(word) ?? []).slice(0, length);
    return [...row, ...new Array(length - row.length).fill(0)];
  });
  const places = list.map(({ label }) => labels.indexOf(label));
  return { x: tf.tensor2d(rows), y: tf.oneHot(tf.tensor1d(places, 'int32'), labels.length).toFloat() };
}`,
  'word-vectors': `
/** A row for each word, counted from 1. Padding, 0, becomes zeros, which no training moves. */
class WordVectors extends tf.layers.Layer {
  static className = 'WordVectors';
  constructor(settings) {
    super(settings);
    Object.assign(this, { words: settings.words, dimensions: settings.dimensions });
  }
  build() {
    const start = tf.initializers.randomUniform({ minval: -0.05, maxval: 0.05 });
    this.rows = this.addWeight('embeddings', [this.words, this.dimensions], 'float32', start);
    this.built = true;
  }
  computeOutputShape(shape) {
    return [...shape, this.dimensions];
  }
  call(inputs) {
    return tf.tidy(() => {
      const words = Array.isArray(inputs) ? inputs[0] : inputs;
      const rows = tf.gather(this.rows.read(), words.sub(1).maximum(0).toInt());
      return rows.mul(words.greater(0).toFloat().expandDims(-1));
    });
  }
  getConfig() {
    return { ...super.getConfig(), words: this.words, dimensions: this.dimensions };
  }
}
tf.serialization.registerClass(WordVectors);`,
  'mean-of-words': `
/** The mean of the rows that are words: those of padding are zeros and don't count. */
class MeanOfWords extends tf.layers.Layer {
  static className = 'MeanOfWords';
  computeOutputShape([batch, , size]) {
    return [batch, size];
  }
  call(inputs) {
    const mean = tf.customGrad((rows, save) => {
      const words = rows.notEqual(0).any(-1, true).toFloat();
      const share = words.div(words.sum(1, true).maximum(1));
      save([share]);
      const gradFunc = (slope, [kept]) => slope.expandDims(1).mul(kept);
      return { value: rows.mul(share).sum(1), gradFunc };
    });
    return tf.tidy(() => mean(Array.isArray(inputs) ? inputs[0] : inputs));
  }
}
tf.serialization.registerClass(MeanOfWords);`,
  'copy-model': `
/** The same network with weights of its own: what changes the copy leaves the original alone. */
async function copyModel(model, change = () => {}) {
  let saved;
  const keep = async (artifacts) => {
    saved = artifacts;
    return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
  };
  await model.save(tf.io.withSaveHandler(keep));
  change(saved.modelTopology);
  return tf.loadLayersModel(tf.io.fromMemory(saved));
}`,
  'resize-input': `
/** The same layers with the same weights, for pictures of another size. */
function resizeInput(model, height, width) {
  return copyModel(model, ({ config }) => {
    const input = config.layers.find(({ class_name }) => class_name === 'InputLayer');
    input.config.batch_input_shape.splice(1, 2, height, width);
  });
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
  ...NODE_EPOCHS,
  ...NODE_ANSWERS,
};
