/** How well features tell classes apart before anything is trained, in both languages. */
export const NODE_SCORES = {
  'score-features': `
/**
 * How well features tell classes apart, higher is better: kNN (cosine, leave one out), LogME (You et al. 2021;
 * with fewer examples than features it counts their rank) and the H-score with a shrunk covariance.
 */
function scoreFeatures(rows, own, labels, neighbours) {
  const sum = (values) => values.reduce((total, each) => total + each, 0);
  const knn = () => {
    const lengths = rows.map((row) => Math.sqrt(sum(row.map((value) => value * value))) || 1);
    const hits = rows.filter((row, at) => {
      const near = rows
        .map((other, place) => ({ place, cosine: sum(row.map((value, i) => value * other[i])) / lengths[place] }))
        .filter(({ place }) => place !== at)
        .sort((a, b) => b.cosine - a.cosine)
        .slice(0, neighbours);
      const votes = labels.map((_, label) => near.filter(({ place }) => own[place] === label).length);
      return votes.indexOf(Math.max(...votes)) === own[at];
    });
    return hits.length / rows.length;
  };
  const evidence = (squares, energy, outside) => {
    let [alpha, beta, value] = [1, 1, 0];
    for (let round = 0; round < 11; round += 1) {
      const ratio = alpha / beta;
      const gamma = sum(squares.map((square) => square / (square + ratio)));
      const size = sum(squares.map((square, at) => (square * energy[at]) / (ratio + square) ** 2));
      const rest = sum(squares.map((square, at) => energy[at] / (1 + square / ratio) ** 2)) + outside;
      [alpha, beta] = [gamma / (size + 1e-5), (rows.length - gamma) / (rest + 1e-5)];
      const logs = sum(squares.map((square) => Math.log(alpha) - Math.log(alpha + beta * square)));
      value = logs + rows.length * Math.log(beta / (2 * Math.PI)) - beta * rest - alpha * size;
      if (Math.abs(alpha / beta - ratio) / ratio <= 1e-3) break;
    }
    return value / (2 * rows.length);
  };
  const logme = () => {
    const directions = decompose(rows);
    const squares = directions.map(({ square }) => square);
    const values = labels.map((_, label) => {
      const energy = directions.map(({ left }) => sum(left.filter((_, at) => own[at] === label)) ** 2);
      const count = own.filter((each) => each === label).length;
      return evidence(squares, energy, Math.max(0, count - sum(energy)));
    });
    return sum(values) / labels.length;
  };
  return { knn: knn(), logme: logme(), hScore: hScore(rows, own, labels) };
}`,
} as const;

export const KERAS_SCORES = {
  'score-features': `
def score_features(rows, own, labels, neighbours):
    """How well features tell classes apart, higher is better: kNN (cosine, leave one out), LogME (You et al.
    2021; with fewer examples than features it counts their rank) and the H-score with a shrunk covariance."""
    examples = len(own)

    def knn():
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        unit = rows / np.where(lengths > 0, lengths, 1)
        cosines = unit @ unit.T
        np.fill_diagonal(cosines, -np.inf)
        near = np.argsort(-cosines, axis=1, kind="stable")[:, :neighbours]
        votes = [np.bincount(own[places], minlength=len(labels)) for places in near]
        return float(np.mean(np.argmax(votes, axis=1) == own))

    def evidence(squares, energy, outside):
        alpha = beta = 1
        for _ in range(11):
            ratio = alpha / beta
            gamma = np.sum(squares / (squares + ratio))
            size = np.sum(squares * energy / (ratio + squares) ** 2)
            rest = np.sum(energy / (1 + squares / ratio) ** 2) + outside
            alpha, beta = gamma / (size + 1e-5), (examples - gamma) / (rest + 1e-5)
            logs = np.sum(np.log(alpha) - np.log(alpha + beta * squares))
            value = logs + examples * np.log(beta / (2 * math.pi)) - beta * rest - alpha * size
            if abs(alpha / beta - ratio) / ratio <= 1e-3:
                break
        return value / (2 * examples)

    def logme():
        squares, left = decompose(rows)
        values = []
        for label in range(len(labels)):
            energy = np.sum(left[own == label], axis=0) ** 2
            values.append(evidence(squares, energy, max(0, np.sum(own == label) - energy.sum())))
        return float(np.mean(values))

    return {"knn": knn(), "logme": logme(), "hScore": h_score(rows, own, labels)}`,
} as const;
