/** What a layer makes of examples, and examples as points, in both languages. */
export const NODE_FEATURES = {
  'take-features': `
/** What a layer makes of each example; of a map its mean over all places. */
function takeFeatures(model, layer, x) {
  const inner = tf.model({ inputs: model.inputs, outputs: model.getLayer(layer).getOutputAt(0) });
  return tf.tidy(() => {
    const values = inner.predict(x, { batchSize: 32 });
    return values.reshape([values.shape[0], -1, values.shape.at(-1)]).mean(1).arraySync();
  });
}`,
  decompose: `
/** Eigenvalues of a symmetric matrix, largest first, and their vectors, by Jacobi's rotations. */
function findEigen(matrix) {
  const rows = matrix.map((row) => Float64Array.from(row));
  const vectors = rows.map((_, at) => Float64Array.from(rows, (_, other) => (at === other ? 1 : 0)));
  const size = rows.reduce((sum, row) => row.reduce((own, each) => own + each * each, sum), 0);
  const turn = (one, two, cosine, sine) =>
    one.forEach((value, at) => {
      one[at] = cosine * value - sine * two[at];
      two[at] = sine * value + cosine * two[at];
    });
  for (let beside = Infinity; beside > 1e-24 * size; ) {
    beside = 0;
    for (let p = 0; p < rows.length; p += 1) {
      for (let q = p + 1; q < rows.length; q += 1) {
        const value = rows[p][q];
        beside += value * value;
        if (value === 0) continue;
        const slope = (rows[q][q] - rows[p][p]) / (2 * value);
        const tangent = (slope < 0 ? -1 : 1) / (Math.abs(slope) + Math.hypot(slope, 1));
        const cosine = 1 / Math.hypot(tangent, 1);
        turn(rows[p], rows[q], cosine, tangent * cosine);
        for (const row of rows) {
          const [left, right] = [row[p], row[q]];
          row[p] = cosine * left - tangent * cosine * right;
          row[q] = tangent * cosine * left + cosine * right;
        }
        turn(vectors[p], vectors[q], cosine, tangent * cosine);
      }
    }
  }
  const order = rows.map((_, at) => at).sort((a, b) => rows[b][b] - rows[a][a]);
  return order.map((at) => ({ value: rows[at][at], vector: vectors[at] }));
}

/** Squared singular values of a matrix above rounding, largest first, each with its left vector. */
function decompose(rows) {
  const dot = (one, two) => one.reduce((sum, value, at) => sum + value * two[at], 0);
  const narrow = rows.length > rows[0].length;
  const side = narrow ? rows[0].map((_, at) => rows.map((row) => row[at])) : rows;
  const pairs = findEigen(side.map((one) => side.map((two) => dot(one, two))));
  return pairs
    .filter(({ value }) => value > pairs[0].value * 1e-10)
    .map(({ value, vector }) => ({
      square: value,
      left: narrow ? rows.map((row) => dot(row, vector) / Math.sqrt(value)) : [...vector],
    }));
}`,
  'draw-points': `
/** A table (CSV) of examples as points, along the two directions in which their features differ most. */
async function drawPoints(name, features, list) {
  const means = features[0].map((_, at) => features.reduce((sum, row) => sum + row[at], 0) / features.length);
  const centred = features.map((row) => row.map((value, at) => value - means[at]));
  const directions = decompose(centred);
  const total = directions.reduce((sum, { square }) => sum + square, 0);
  const axes = [0, 1].map((axis) => {
    const { square = 0, left = list.map(() => 0) } = directions[axis] ?? {};
    const along = left.map((value) => value * Math.sqrt(square));
    const weights = means.map((_, at) => centred.reduce((sum, row, each) => sum + along[each] * row[at], 0));
    const largest = weights.reduce((most, each) => (Math.abs(each) > Math.abs(most) ? each : most), 0);
    return { share: square / total || 0, points: along.map((value) => (largest < 0 ? -value : value)) };
  });
  const quote = (cell) => (/[",\\r\\n]/.test(cell) ? \`"\${cell.replaceAll('"', '""')}"\` : cell);
  const rows = list.map(({ file, text, label }, at) => [file ?? text, label, ...axes.map(({ points }) => points[at])]);
  const table = [['example', 'class', 'x', 'y'], ...rows];
  await writeFile(\`\${name}.csv\`, table.map((row) => row.map(quote).join(',') + '\\r\\n').join(''));
  const shares = axes.map(({ share }) => \`\${(100 * share).toFixed(1)} %\`);
  console.log(\`\${name}: two directions hold \${shares.join(' and ')} of the differences\`);
}`,
} as const;

export const KERAS_FEATURES = {
  'take-features': `
def take_features(model, layer, x):
    """What a layer makes of each example; of a map its mean over all places."""
    inner = keras.Model(model.inputs, model.get_layer(layer).output)
    values = inner.predict(x, batch_size=32, verbose=0).astype("float64")
    return values.reshape(len(values), -1, values.shape[-1]).mean(axis=1)`,
  decompose: `
def decompose(rows):
    """Squared singular values of a matrix above rounding, largest first, and their left vectors as columns."""
    narrow = rows.shape[0] > rows.shape[1]
    squares, vectors = np.linalg.eigh(rows.T @ rows if narrow else rows @ rows.T)
    squares, vectors = squares[::-1], vectors[:, ::-1]
    kept = squares > squares[0] * 1e-10
    squares, vectors = squares[kept], vectors[:, kept]
    return squares, rows @ vectors / np.sqrt(squares) if narrow else vectors`,
  'draw-points': `
def draw_points(name, features, list_of_examples):
    """A table (CSV) of examples as points, along the two directions in which their features differ most."""
    centred = features - features.mean(axis=0)
    squares, left = decompose(centred)
    points = np.zeros((len(features), 2))
    for axis, square in enumerate(squares[:2]):
        along = left[:, axis] * np.sqrt(square)
        weights = along @ centred
        points[:, axis] = along if weights[np.argmax(np.abs(weights))] >= 0 else -along
    with open(f"{name}.csv", "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["example", "class", "x", "y"])
        for example, point in zip(list_of_examples, points):
            table.writerow([example.get("file", example.get("text")), example["label"], *point])
    shares = " and ".join(f"{100 * square / squares.sum():.1f} %" for square in squares[:2])
    print(f"{name}: two directions hold {shares} of the differences")`,
} as const;
