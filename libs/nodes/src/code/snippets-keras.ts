import { PYTHON_GREY } from '../export/python-example';
import type { SnippetName } from './snippets';
import { KERAS_DEPTH } from './snippets-depth';
import { KERAS_ANSWERS } from './snippets-answers';
import { KERAS_COMPARISON } from './snippets-comparison';
import { KERAS_FEATURES } from './snippets-features';
import { KERAS_FOLDS } from './snippets-folds';
import { KERAS_SCORES } from './snippets-scores';
import { KERAS_TRANSFER } from './snippets-transfer';
import { KERAS_VIEWS } from './snippets-views';

/** Functions of scripts for Keras. */
export const KERAS_SNIPPETS: Readonly<Record<SnippetName, string>> = {
  'read-pictures': `
${PYTHON_GREY}


def read_pictures(list_of_examples, labels, height, width, channels, mean, scale, change=None):
    """Pictures as the network reads them: upright, on white, resized, (value - mean) / scale."""
    pictures = []
    for example in list_of_examples:
        picture = ImageOps.exif_transpose(Image.open(f"data/{example['file']}")).convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        flat = Image.alpha_composite(white, picture).convert("RGB")
        pixels = np.asarray(flat, dtype="float32")
        if channels == 1:
            pixels = to_grey(pixels)[..., np.newaxis].astype("float32")
        if change is not None:
            pixels = change(pixels)
        if pixels.shape[:2] != (height, width):
            resized = keras.ops.image.resize(
                pixels, (height, width), interpolation="bilinear", antialias=False
            )
            pixels = keras.ops.convert_to_numpy(resized)
        pictures.append((pixels - mean) / scale)
    places = [labels.index(example["label"]) for example in list_of_examples]
    return np.stack(pictures), keras.utils.to_categorical(places, len(labels))`,
  ...KERAS_VIEWS,
  ...KERAS_DEPTH,
  ...KERAS_FOLDS,
  ...KERAS_COMPARISON,
  ...KERAS_FEATURES,
  ...KERAS_SCORES,
  ...KERAS_TRANSFER,
  'read-texts': `
def read_texts(list_of_examples, labels, words, length):
    """Texts as the network reads them: numbers of the words that it knows, from 1 on, cut or filled with 0."""
    with open(words, encoding="utf-8") as file:
        numbers = {word: number for number, word in enumerate(json.load(file), start=1)}
    x = np.zeros((len(list_of_examples), length), dtype="float32")
    for row, example in zip(x, list_of_examples):
        text = unicodedata.normalize("NFKC", example["text"]).lower()
        plain = "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in text)
        known = [numbers[word] for word in plain.split(" ") if word in numbers][:length]
        row[: len(known)] = known
    places = [labels.index(example["label"]) for example in list_of_examples]
    return x, keras.utils.to_categorical(places, len(labels))`,
  'word-vectors': `
@keras.saving.register_keras_serializable()
class WordVectors(layers.Layer):
    """A row for each word, counted from 1. Padding, 0, becomes zeros, which no training moves."""

    def __init__(self, words, dimensions, **settings):
        super().__init__(**settings)
        self.words, self.dimensions = words, dimensions

    def build(self, shape):
        self.rows = self.add_weight(
            shape=(self.words, self.dimensions),
            initializer=keras.initializers.RandomUniform(-0.05, 0.05),
            name="embeddings",
        )

    def call(self, inputs):
        words = keras.ops.cast(inputs, "int32")
        rows = keras.ops.take(self.rows, keras.ops.maximum(words - 1, 0), axis=0)
        return rows * keras.ops.expand_dims(keras.ops.cast(words > 0, rows.dtype), -1)

    def get_config(self):
        return {**super().get_config(), "words": self.words, "dimensions": self.dimensions}`,
  'mean-of-words': `
@keras.saving.register_keras_serializable()
class MeanOfWords(layers.Layer):
    """The mean of the rows that are words: those of padding are zeros and don't count."""

    def call(self, rows):
        words = keras.ops.cast(keras.ops.any(rows != 0, axis=-1), rows.dtype)
        count = keras.ops.maximum(keras.ops.sum(words, axis=1, keepdims=True), 1)
        return keras.ops.sum(rows, axis=1) / count`,
  'copy-model': `
def copy_model(model):
    """The same network with weights of its own: what changes the copy leaves the original alone."""
    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    return copy`,
  'resize-input': `
def resize_input(model, height, width):
    """The same layers with the same weights, for pictures of another size."""

    def resize(known):
        return keras.Input(shape=(height, width, known.shape[-1]))

    inputs = keras.tree.map_structure(resize, model.input)
    copy = keras.models.clone_model(model, input_tensors=inputs)
    copy.set_weights(model.get_weights())
    return copy`,
  'draw-anew': `
def draw_anew(layer, **changes):
    """Gives a layer the weights that a new one would have."""
    fresh = type(layer).from_config({**layer.get_config(), **changes})
    fresh.build(layer.input.shape)
    layer.set_weights(fresh.get_weights())`,
  'take-tail': `
def take_tail(model, shape, names):
    """The last layers as a network of their own, which reads what the layers before them give."""
    inputs = x = keras.Input(shape=shape)
    for name in names:
        x = model.get_layer(name)(x)
    return keras.Model(inputs, x)`,
  'run-as-in-use': `
def run_as_in_use(model, names):
    """Lets these layers run as they do in use while the network learns: batch normalisation by its
    stored statistics, no dropout. All others behave as usual again."""

    def fix(layer):
        layer.call = lambda *inputs, **settings: type(layer).call(
            layer, *inputs, **{**settings, "training": False}
        )

    for layer in model.layers:
        layer.__dict__.pop("call", None)
        if layer.name in names:
            fix(layer)`,
  'follow-rate': `
class LearningRate(keras.optimizers.schedules.LearningRateSchedule):
    """The learning rate of each step, counted from 0."""

    def __init__(self, rate):
        self.rate = rate

    def __call__(self, step):
        return self.rate(keras.ops.cast(step, "float32"))`,
  'wait-for-plateau': '',
  'watch-epochs': '',
  'show-epochs': '',
  ...KERAS_ANSWERS,
};
