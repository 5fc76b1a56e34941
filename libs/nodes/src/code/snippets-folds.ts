/** Trainings on folds, and what two of them say of each other, in both languages. */
export const NODE_FOLDS = {
  'take-rows': `
/** The examples at these places. */
function takeRows({ x, y }, places) {
  return tf.tidy(() => ({ x: tf.gather(x, places), y: tf.gather(y, places) }));
}`,
  'take-views': `
/** All views of the examples at these places, one view behind the other. */
function takeViews({ x, y }, views, places) {
  const count = y.shape[0];
  const rows = Array.from({ length: views }, (_, view) => places.map((place) => view * count + place));
  return tf.tidy(() => ({ x: tf.gather(x, rows.flat()), y: tf.gather(y, places) }));
}`,
  'judge-folds': `
/** Accuracy over all folds; the answers of the first repeat go to one file, what each fold did to another. */
async function judgeFolds(name, folds, list, labels) {
  const choose = (answer) => labels[answer.indexOf(Math.max(...answer))];
  const rows = folds.flatMap(({ repeat, test, answers }) =>
    test.map((place, at) => {
      const [answer, probabilities] = [choose(answers[at]), answers[at]];
      return { repeat, right: answer === list[place].label, row: { ...list[place], answer, probabilities } };
    }),
  );
  const trials = folds.map(({ repeat, fold, test, answers, curve }) => ({
    ...{ repeat, fold, curve },
    tested: test.map((place) => list[place].file ?? list[place].text),
    hits: test.map((place, at) => (choose(answers[at]) === list[place].label ? 1 : 0)),
  }));
  const first = rows.filter(({ repeat }) => repeat === 0).map(({ row }) => row);
  await writeFile(\`\${name}.json\`, JSON.stringify(first, null, 1));
  await writeFile(\`\${name}-folds.json\`, JSON.stringify(trials, null, 1));
  const right = rows.filter((row) => row.right).length;
  console.log(\`\${name}: accuracy \${(right / rows.length).toFixed(4)} (\${right} of \${rows.length})\`);
}`,
} as const;

export const KERAS_FOLDS = {
  'take-rows': '',
  'take-views': `
def take_views(x, y, views, places):
    """All views of the examples at these places, one view behind the other."""
    rows = [view * len(y) + np.array(places) for view in range(views)]
    return x[np.concatenate(rows)], y[places]`,
  'judge-folds': `
def judge_folds(name, folds, list_of_examples, labels):
    """Accuracy over all folds; the answers of the first repeat go to one file, what each fold did to another."""
    first, trials = [], []
    for fold in folds:
        tested = [list_of_examples[place] for place in fold["test"]]
        chosen = [labels[int(np.argmax(answer))] for answer in fold["answers"]]
        hits = [int(each["label"] == answer) for each, answer in zip(tested, chosen)]
        names = [each.get("file", each.get("text")) for each in tested]
        trial = {"repeat": fold["repeat"], "fold": fold["fold"], "curve": fold["curve"]}
        trials.append({**trial, "tested": names, "hits": hits})
        if fold["repeat"] == 0:
            first += [
                {**each, "answer": own, "probabilities": answer.tolist()}
                for each, own, answer in zip(tested, chosen, fold["answers"])
            ]
    for end, rows in ("", first), ("-folds", trials):
        with open(f"{name}{end}.json", "w", encoding="utf-8") as file:
            json.dump(rows, file, indent=1)
    hits = [hit for trial in trials for hit in trial["hits"]]
    print(f"{name}: accuracy {sum(hits) / len(hits):.4f} ({sum(hits)} of {len(hits)})")`,
} as const;
