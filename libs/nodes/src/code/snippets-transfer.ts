/** Further scores of what models make of examples before anything is trained, in both languages. */
export const NODE_TRANSFER = {
  'h-score': `
/** The H-score with the covariance shrunk by Ledoit and Wolf (Ibrahim et al. 2021). */
function hScore(rows, own, labels) {
  const sum = (values) => values.reduce((total, each) => total + each, 0);
  const [examples, size] = [rows.length, rows[0].length];
  const means = rows[0].map((_, at) => sum(rows.map((row) => row[at])) / examples);
  const centred = rows.map((row) => row.map((value, at) => value - means[at]));
  const directions = decompose(centred);
  const mean = sum(directions.map(({ square }) => square)) / examples / size;
  const squared = sum(directions.map(({ square }) => square ** 2)) / examples ** 2;
  const fourth = sum(centred.map((row) => sum(row.map((value) => value ** 2)) ** 2));
  const delta = squared / size - mean ** 2;
  const beta = Math.min(delta, (fourth / examples - squared) / (size * examples));
  const shrinkage = beta <= 0 ? 0 : beta / delta;
  const parts = directions.map(({ square, left }) => {
    const classes = labels.map((_, label) => left.filter((_value, at) => own[at] === label));
    const between = sum(classes.map((each) => (each.length === 0 ? 0 : sum(each) ** 2 / each.length)));
    const variance = ((1 - shrinkage) * square) / examples + shrinkage * mean;
    return ((1 - shrinkage) * between * square) / ((examples - 1) * variance);
  });
  return sum(parts);
}`,
  'score-source': `
/**
 * How well the answers of a model that knows other classes tell these apart, at most 0: LEEP (Nguyen et al. 2020)
 * and NCE (Tran et al. 2019). They compare models with the same source classes only.
 */
function scoreSource(answers, own, labels) {
  const sum = (values) => values.reduce((total, each) => total + each, 0);
  const known = answers[0].map((_, source) => source);
  const share = (rows, label, source) =>
    sum(rows.map((row, at) => (own[at] === label ? row[source] : 0))) / rows.length;
  const table = (rows) => {
    const joint = labels.map((_, label) => known.map((source) => share(rows, label, source)));
    const given = known.map((source) => sum(joint.map((row) => row[source])));
    return joint.map((row) => row.map((each, source) => ({ joint: each, part: each / given[source] || 0 })));
  };
  const expected = table(answers);
  const likelihoods = answers.map((row, at) => sum(row.map((each, source) => each * expected[own[at]][source].part)));
  const chosen = answers.map((row) => row.indexOf(Math.max(...row)));
  const counted = table(chosen.map((top) => known.map((source) => (source === top ? 1 : 0))));
  return {
    leep: sum(likelihoods.map(Math.log)) / answers.length,
    nce: sum(counted.flat().map(({ joint, part }) => (joint === 0 ? 0 : joint * Math.log(part)))),
  };
}`,
  'probe-features': `
/** A linear probe: accuracy, over folds, of a classifier on standardised features, after 30 short epochs. */
async function probeFeatures(rows, own, labels, folds) {
  const scaled = tf.tidy(() => {
    const { mean, variance } = tf.moments(tf.tensor2d(rows), 0);
    const spread = variance.sqrt();
    return tf.tensor2d(rows).sub(mean).mul(spread.greater(1e-6)).div(spread.maximum(1e-6));
  });
  const y = tf.tidy(() => tf.oneHot(tf.tensor1d(own, 'int32'), labels.length).toFloat());
  let right = 0;
  for (const fold of new Set(folds)) {
    const [learn, test] = [false, true].map((tests) => [...folds.keys()].filter((at) => (folds[at] === fold) === tests));
    const input = tf.input({ shape: [rows[0].length] });
    const layer = tf.layers.dense({ units: labels.length, activation: 'softmax' });
    const model = tf.model({ inputs: input, outputs: layer.apply(input) });
    const optimizer = new ByDepth(() => tf.train.adam(0.003), model, { rate: 0.003, decay: 0.1 });
    const steps = 30 * Math.ceil(learn.length / 32);
    const rate = (step) => (0.003 * (1 + Math.cos((Math.PI * step) / steps))) / 2;
    model.compile({ optimizer, loss: 'categoricalCrossentropy' });
    const [known, asked] = [takeRows({ x: scaled, y }, learn), takeRows({ x: scaled, y }, test)];
    const callbacks = [followRate(optimizer, rate)];
    await model.fit(known.x, known.y, { epochs: 30, batchSize: 32, callbacks, verbose: 0 });
    const answers = tf.tidy(() => model.predict(asked.x).argMax(-1).arraySync());
    right += answers.filter((answer, at) => answer === own[test[at]]).length;
    tf.dispose([known, asked]);
    model.dispose();
  }
  tf.dispose([scaled, y]);
  return right / rows.length;
}`,
  'keep-scores': `
/** Scores of models, written to a file and said. */
async function keepScores(name, scores) {
  await writeFile(\`\${name}.json\`, JSON.stringify(scores, null, 1));
  for (const { title, ...each } of scores) {
    const words = Object.entries(each).map(([key, value]) => \`\${key} \${value.toFixed(4)}\`);
    console.log(\`\${name}: \${title}, \${words.join(', ')}\`);
  }
}`,
} as const;

export const KERAS_TRANSFER = {
  'h-score': `
def h_score(rows, own, labels):
    """The H-score with the covariance shrunk by Ledoit and Wolf (Ibrahim et al. 2021)."""
    examples, size = rows.shape
    centred = rows - rows.mean(axis=0)
    squares, left = decompose(centred)
    mean = squares.sum() / examples / size
    squared = np.sum(squares**2) / examples**2
    fourth = np.sum(np.sum(centred**2, axis=1) ** 2)
    delta = squared / size - mean**2
    beta = min(delta, (fourth / examples - squared) / (size * examples))
    shrinkage = 0 if beta <= 0 else beta / delta
    classes = [left[own == label] for label in range(len(labels))]
    between = sum(each.sum(axis=0) ** 2 / len(each) for each in classes if len(each) > 0)
    variance = (1 - shrinkage) * squares / examples + shrinkage * mean
    return float(np.sum((1 - shrinkage) * between * squares / ((examples - 1) * variance)))`,
  'score-source': `
def score_source(answers, own, labels):
    """How well the answers of a model that knows other classes tell these apart, at most 0: LEEP (Nguyen et al.
    2020) and NCE (Tran et al. 2019). They compare models with the same source classes only."""
    answers = answers.astype("float64")

    def table(rows):
        joint = np.stack([rows[own == label].sum(axis=0) for label in range(len(labels))]) / len(rows)
        given = joint.sum(axis=0)
        return joint, joint / np.where(given > 0, given, 1)

    _, part = table(answers)
    joint, counted = table(np.eye(answers.shape[1])[answers.argmax(axis=1)])
    seen = joint > 0
    return {
        "leep": float(np.mean(np.log(np.sum(answers * part[own], axis=1)))),
        "nce": float(np.sum(joint[seen] * np.log(counted[seen]))),
    }`,
  'probe-features': `
def probe_features(rows, own, labels, folds):
    """A linear probe: accuracy, over folds, of a classifier on standardised features, after 30 short epochs."""
    spread, folds = rows.std(axis=0), np.array(folds)
    scaled = (rows - rows.mean(axis=0)) * (spread > 1e-6) / np.maximum(spread, 1e-6)
    y = keras.utils.to_categorical(own, len(labels))
    right = 0
    for fold in np.unique(folds):
        learn, test = folds != fold, folds == fold
        inputs = keras.Input(shape=(rows.shape[1],))
        model = keras.Model(inputs, layers.Dense(len(labels), activation="softmax")(inputs))
        steps = 30 * math.ceil(learn.sum() / 32)
        rate = keras.optimizers.schedules.CosineDecay(0.003, steps)
        optimizer = keras.optimizers.Adam(learning_rate=rate, weight_decay=0.1)
        optimizer.exclude_from_weight_decay(var_names=["bias"])
        model.compile(optimizer=optimizer, loss="categorical_crossentropy")
        model.fit(scaled[learn], y[learn], epochs=30, batch_size=32, verbose=0)
        answers = model.predict(scaled[test], verbose=0).argmax(axis=1)
        right += int(np.sum(answers == own[test]))
    return right / len(own)`,
  'keep-scores': `
def keep_scores(name, scores):
    """Scores of models, written to a file and said."""
    with open(f"{name}.json", "w", encoding="utf-8") as file:
        json.dump(scores, file, indent=1)
    for score in scores:
        words = [f"{key} {value:.4f}" for key, value in score.items() if key != "title"]
        print(f"{name}: {score['title']}, {', '.join(words)}")`,
} as const;
