/** What several ways of learning say of each other, in both languages. */
export const NODE_COMPARISON = {
  'compare-reports': `
/**
 * Accuracy and curves of several ways of learning, and how far each is from the baseline. Intervals hold
 * 95 %: over folds by Student's t, widened because folds share examples (Nadeau and Bengio 2003); of one
 * split by its discordant answers (Agresti and Min 2005).
 */
async function compareReports(name, reports, baseline) {
  const meanOf = (values) => values.reduce((sum, each) => sum + each, 0) / values.length;
  const findT = (freedom) => {
    // The density of atan(t / sqrt(freedom)) goes with the cosine to the power of freedom - 1.
    const [steps, width] = [100000, Math.PI / 200000];
    const slices = Array.from({ length: steps }, (_, at) => Math.cos((at + 0.5) * width) ** (freedom - 1));
    let left = 0.95 * slices.reduce((sum, each) => sum + each, 0);
    const last = slices.findIndex((each) => (left -= each) <= 0);
    return Math.sqrt(freedom) * Math.tan((last + 1 + left / slices[last]) * width);
  };
  const spread = (values, share) => {
    const mean = meanOf(values);
    if (values.length < 2) return { mean, low: mean, high: mean };
    const variance = values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (values.length - 1);
    const half = findT(values.length - 1) * Math.sqrt((1 / values.length + share) * variance);
    return { mean, low: mean - half, high: mean + half };
  };
  const readWay = async ([title, file]) => {
    const rows = JSON.parse(await readFile(file, 'utf8'));
    const folds = rows[0].hits ? Math.max(...rows.map(({ fold }) => fold)) : 0;
    const takeSplit = () => ({
      tested: rows.map(({ file, text }) => file ?? text),
      hits: rows.map(({ answer, label }) => (answer === label ? 1 : 0)),
      curve: [],
    });
    const trials = folds > 0 ? rows : [takeSplit()];
    const ids = trials.map(({ repeat, fold }) => \`\${repeat}/\${fold} of \${folds}\`);
    return { title, share: folds > 0 ? 1 / folds : 0, trials: new Map(ids.map((id, at) => [id, trials[at]])) };
  };
  const describe = ({ title, trials }) => {
    const all = [...trials.values()];
    const longest = Math.max(...all.map(({ curve }) => curve.length));
    const curve = Array.from({ length: longest }, (_, at) => {
      const values = all.flatMap((each) => each.curve[at] ?? []);
      return { epoch: at + 1, count: values.length, ...spread(values, 0) };
    });
    const most = curve.filter(({ count }) => count >= all.length / 2);
    return { title, accuracy: meanOf(all.flatMap(({ hits }) => hits)), curve: most.map(({ count, ...point }) => point) };
  };
  const pairTrials = (own, other) => {
    const [hit, base] = [own, other].map(({ tested, hits }) => new Map(tested.map((each, at) => [each, hits[at]])));
    const common = own.tested.filter((each) => base.has(each));
    return common.map((each) => [hit.get(each), base.get(each)]);
  };
  const judge = (way, against) => {
    const both = [...way.trials.keys()].filter((id) => against.trials.has(id));
    const trials = both.map((id) => [way.trials.get(id), against.trials.get(id)]);
    const pairs = trials.map(([own, other]) => pairTrials(own, other)).filter((each) => each.length > 0);
    if (pairs.length === 0) return { title: way.title, outcome: 'not tested on the same examples' };
    const total = pairs[0].length + 2;
    const [up, down] = [1, -1].map((sign) => pairs[0].filter(([own, other]) => own - other === sign).length + 0.5);
    const half = (1.959963984540054 * Math.sqrt(up + down - (up - down) ** 2 / total)) / total;
    const differences = pairs.map((pair) => meanOf(pair.map(([own, other]) => own - other)));
    const end =
      pairs.length > 1
        ? spread(differences, way.share)
        : { mean: differences[0], low: (up - down) / total - half, high: (up - down) / total + half };
    const curves = trials.filter((pair) => pair.every(({ curve }) => curve.length > 0));
    const starts = curves.map(([own, other]) => own.curve[0] - other.curve[0]);
    const outcome = end.low > 0 ? 'helps' : end.high < 0 ? 'hurts' : 'no difference shown';
    return { title: way.title, outcome, end, start: starts.length < 2 ? null : spread(starts, way.share) };
  };
  const ways = await Promise.all(reports.map(readWay));
  const entries = ways.map(describe);
  const verdicts = ways.filter((_, at) => at !== baseline).map((way) => judge(way, ways[baseline]));
  await writeFile(\`\${name}.json\`, JSON.stringify({ entries, verdicts }, null, 1));
  for (const { title, accuracy } of entries) console.log(\`\${name}: \${title} \${accuracy.toFixed(4)}\`);
  for (const { title, outcome, end } of verdicts) {
    const range = end ? \`, \${[end.mean, end.low, end.high].map((each) => each.toFixed(4)).join(', ')}\` : '';
    console.log(\`\${name}: \${title} against \${ways[baseline].title}: \${outcome}\${range}\`);
  }
}`,
} as const;

export const KERAS_COMPARISON = {
  'compare-reports': `
def compare_reports(name, reports, baseline):
    """Accuracy and curves of several ways of learning, and how far each is from the baseline. Intervals hold
    95 %: over folds by Student's t, widened because folds share examples (Nadeau and Bengio 2003); of one
    split by its discordant answers (Agresti and Min 2005)."""

    def find_t(freedom):
        # The density of atan(t / sqrt(freedom)) goes with the cosine to the power of freedom - 1.
        width = math.pi / 200000
        sums = np.cumsum(np.cos((np.arange(100000) + 0.5) * width) ** (freedom - 1))
        place = np.interp(0.95 * sums[-1], sums, np.arange(1, 100001))
        return math.sqrt(freedom) * math.tan(place * width)

    def spread(values, share):
        mean = float(np.mean(values))
        if len(values) < 2:
            return {"mean": mean, "low": mean, "high": mean}
        variance = float(np.var(values, ddof=1))
        half = find_t(len(values) - 1) * math.sqrt((1 / len(values) + share) * variance)
        return {"mean": mean, "low": mean - half, "high": mean + half}

    def take_split(rows):
        names = [row.get("file", row.get("text")) for row in rows]
        hits = [int(row["answer"] == row["label"]) for row in rows]
        return {"tested": names, "hits": hits, "curve": []}

    def read_way(title, path):
        with open(path, encoding="utf-8") as file:
            rows = json.load(file)
        folds = max(row["fold"] for row in rows) if "hits" in rows[0] else 0
        trials = rows if folds > 0 else [take_split(rows)]
        ids = [(trial.get("repeat"), trial.get("fold"), folds) for trial in trials]
        share = 1 / folds if folds > 0 else 0
        return {"title": title, "share": share, "trials": dict(zip(ids, trials))}

    def describe(way):
        trials = list(way["trials"].values())
        curve = []
        for at in range(max(len(trial["curve"]) for trial in trials)):
            values = [trial["curve"][at] for trial in trials if at < len(trial["curve"])]
            if len(values) >= len(trials) / 2:
                curve.append({"epoch": at + 1, **spread(values, 0)})
        hits = [hit for trial in trials for hit in trial["hits"]]
        return {"title": way["title"], "accuracy": sum(hits) / len(hits), "curve": curve}

    def pair_trials(own, other):
        hit = dict(zip(own["tested"], own["hits"]))
        base = dict(zip(other["tested"], other["hits"]))
        return [hit[each] - base[each] for each in own["tested"] if each in base]

    def judge(way, against):
        both = [each for each in way["trials"] if each in against["trials"]]
        trials = [(way["trials"][each], against["trials"][each]) for each in both]
        pairs = [pair for pair in (pair_trials(*each) for each in trials) if pair]
        if not pairs:
            return {"title": way["title"], "outcome": "not tested on the same examples"}
        if len(pairs) > 1:
            end = spread([np.mean(pair) for pair in pairs], way["share"])
        else:
            total = len(pairs[0]) + 2
            up, down = pairs[0].count(1) + 0.5, pairs[0].count(-1) + 0.5
            half = 1.959963984540054 * math.sqrt(up + down - (up - down) ** 2 / total) / total
            centre = (up - down) / total
            end = {"mean": float(np.mean(pairs[0])), "low": centre - half, "high": centre + half}
        curves = [(own["curve"], other["curve"]) for own, other in trials]
        starts = [own[0] - other[0] for own, other in curves if own and other]
        start = None if len(starts) < 2 else spread(starts, way["share"])
        unclear = "hurts" if end["high"] < 0 else "no difference shown"
        outcome = "helps" if end["low"] > 0 else unclear
        return {"title": way["title"], "outcome": outcome, "end": end, "start": start}

    ways = [read_way(title, path) for title, path in reports]
    entries = [describe(way) for way in ways]
    verdicts = [judge(way, ways[baseline]) for at, way in enumerate(ways) if at != baseline]
    with open(f"{name}.json", "w", encoding="utf-8") as file:
        json.dump({"entries": entries, "verdicts": verdicts}, file, indent=1)
    for entry in entries:
        print(f"{name}: {entry['title']} {entry['accuracy']:.4f}")
    for verdict in verdicts:
        figures = "".join(f", {value:.4f}" for value in verdict.get("end", {}).values())
        against = ways[baseline]["title"]
        print(f"{name}: {verdict['title']} against {against}: {verdict['outcome']}{figures}")`,
} as const;
