import type { SnippetName } from './snippets';

type ViewSnippet = Extract<SnippetName, 'change-picture' | 'read-views' | 'show-views'>;

/** Functions of scripts for Node that train on changed pictures. */
export const NODE_VIEWS: Readonly<Record<ViewSnippet, string>> = {
  'change-picture': `
/** Moves a picture a little (beyond its edge the edge goes on), then contrast, then brightness, as drawn. */
function changePicture(data, { height, width, channels }, reach) {
  const between = (most) => (2 * Math.random() - 1) * most;
  const mirror = reach.flip && Math.random() < 0.5 ? -1 : 1;
  const angle = (-between(reach.rotate) * Math.PI) / 180;
  const size = 1 + between(reach.zoom);
  const [cos, sin] = [Math.cos(angle) / size, Math.sin(angle) / size];
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const [moveX, moveY] = [between(reach.shift) * width, between(reach.shift) * height];
  const inside = (place, most) => Math.min(most - 1, Math.max(0, place));
  const moved = new Float32Array(data.length);
  for (let at = 0; at < height * width; at += 1) {
    const [x, y] = [(at % width) - middleX - moveX, Math.floor(at / width) - middleY - moveY];
    const fromX = middleX + mirror * (cos * x - sin * y);
    const fromY = middleY + sin * x + cos * y;
    const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
    for (let channel = 0; channel < channels; channel += 1) {
      const read = (row, column) =>
        data[(inside(row, height) * width + inside(column, width)) * channels + channel];
      const along = (row) => read(row, left) * (1 - fromX + left) + read(row, left + 1) * (fromX - left);
      moved[at * channels + channel] = along(top) * (1 - fromY + top) + along(top + 1) * (fromY - top);
    }
  }
  const means = Array.from({ length: channels }, (_, channel) => {
    const own = moved.filter((_value, at) => at % channels === channel);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  });
  const [contrast, lift] = [1 + between(reach.contrast), 255 * between(reach.brightness)];
  return Uint8ClampedArray.from(moved, (value, at) => {
    const mean = means[at % channels];
    return (value - mean) * contrast + mean + lift;
  });
}`,
  'read-views': `
/** All pictures in so many views, one view behind the other; the first is the picture itself where wanted. */
async function readViews(list, labels, input, { views, itself, ...reach }, body) {
  const change = (data, info) => changePicture(data, info, reach);
  const parts = [];
  for (let view = 0; view < views; view += 1) {
    const read = await readPictures(list, labels, input, itself && view === 0 ? undefined : change);
    parts.push({ ...read, x: body === null ? read.x : body.predict(read.x, { batchSize: 32 }) });
  }
  return { x: tf.concat(parts.map(({ x }) => x)), y: parts[0].y };
}`,
  'show-views': `
/** Batches in an order drawn anew for each epoch, which shows the next view of each picture. */
function showViews({ x, y }, views, batchSize) {
  const count = y.shape[0];
  const first = Array.from({ length: count }, () => Math.floor(Math.random() * views));
  let epoch = 0;
  return tf.data.generator(function* () {
    epoch += 1;
    const order = [...tf.util.createShuffledIndices(count)];
    for (let at = 0; at < count; at += batchSize) {
      const places = order.slice(at, at + batchSize);
      const rows = places.map((place) => ((first[place] + epoch) % views) * count + place);
      yield { xs: tf.gather(x, rows), ys: tf.gather(y, places) };
    }
  });
}`,
};

/** Functions of scripts for Keras that train on changed pictures. */
export const KERAS_VIEWS: Readonly<Record<ViewSnippet, string>> = {
  'change-picture': `
def change_picture(pixels, flip, rotate, zoom, shift, brightness, contrast):
    """Moves a picture a little (beyond its edge the edge goes on), then contrast, then brightness, as drawn."""

    def between(most):
        return np.random.uniform(-most, most)

    height, width = pixels.shape[:2]
    mirror = -1 if flip and np.random.rand() < 0.5 else 1
    angle, size = math.radians(-between(rotate)), 1 + between(zoom)
    cos, sin = math.cos(angle) / size, math.sin(angle) / size
    middle_x, middle_y = (width - 1) / 2, (height - 1) / 2
    y, x = np.mgrid[:height, :width].astype("float64")
    x, y = x - middle_x - between(shift) * width, y - middle_y - between(shift) * height
    from_x = middle_x + mirror * (cos * x - sin * y)
    from_y = middle_y + sin * x + cos * y
    left, top = np.floor(from_x).astype(int), np.floor(from_y).astype(int)
    right, lower = (from_x - left)[..., None], (from_y - top)[..., None]

    def along(row):
        row = np.clip(row, 0, height - 1)
        start, end = np.clip(left, 0, width - 1), np.clip(left + 1, 0, width - 1)
        return pixels[row, start] * (1 - right) + pixels[row, end] * right

    moved = along(top) * (1 - lower) + along(top + 1) * lower
    mean = moved.mean(axis=(0, 1))
    changed = (moved - mean) * (1 + between(contrast)) + mean + 255 * between(brightness)
    return np.clip(np.round(changed), 0, 255).astype("float32")`,
  'read-views': `
def read_views(list_of_examples, labels, inputs, views, body):
    """All pictures in so many views, one view behind the other; the first is the picture itself where wanted."""
    reach = {key: value for key, value in views.items() if key not in ("views", "itself")}
    parts = []
    for view in range(views["views"]):
        plain = views["itself"] and view == 0
        change = None if plain else lambda pixels: change_picture(pixels, **reach)
        x, y = read_pictures(list_of_examples, labels, **inputs, change=change)
        parts.append(x if body is None else body.predict(x, batch_size=32, verbose=0))
    return np.concatenate(parts), y`,
  'show-views': `
class Views(keras.utils.PyDataset):
    """Batches in an order drawn anew for each epoch, which shows the next view of each picture."""

    def __init__(self, x, y, views, batch_size):
        super().__init__()
        self.x, self.y, self.views, self.batch_size = x, y, views, batch_size
        self.first, self.epoch = np.random.randint(views, size=len(y)), 0
        self.on_epoch_end()

    def __len__(self):
        return math.ceil(len(self.y) / self.batch_size)

    def on_epoch_end(self):
        self.epoch += 1
        self.order = np.random.permutation(len(self.y))

    def __getitem__(self, batch):
        places = self.order[batch * self.batch_size : (batch + 1) * self.batch_size]
        rows = (self.first[places] + self.epoch) % self.views * len(self.y) + places
        return self.x[rows], self.y[places]`,
};
