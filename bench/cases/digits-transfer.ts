import type { Json } from '@graft/graph';
import { storeDataset } from '../../libs/engine/src/testing/bundled-data';
import { TestStore } from '../../libs/engine/src/testing/test-store';
import { mean, type BenchContext, type BenchResult } from '../harness/bench-case';
import { readTemplate } from '../harness/object-graph';
import { TemplateBench, type NodeResults } from '../harness/template-bench';

type Changes = Record<string, Record<string, Json>>;

/** What one run says of the transferred model, the one from scratch and the one on random features. */
interface Outcome {
  readonly source: number;
  readonly frozen: number;
  readonly scratch: number;
  readonly random: number;
  /** Time of an epoch from scratch over that of the head on stored features. */
  readonly speed: number;
}

const EVERY = { perClass: 1_000_000 };
const ALL = { epochs: 5, batchSize: 128 };
/** 300 steps of 32 at any number of pictures. */
const few = (perClass: number) => ({
  epochs: Math.round(300 / Math.ceil((perClass * 5) / 32)),
  batchSize: 32,
});
/**
 * The old tfjs example: 1,024 pictures, all of the old network kept, Adam at 0.01. Eight batches, as
 * there: one picture over 1,024 would be a batch of its own, whose step at this rate undoes others.
 */
const OLD_EXAMPLE: Changes = {
  few: { perClass: 204 },
  cut: { layer: 'head_output' },
  freeze: { mode: 'up-to-layer', layer: 'flatten' },
  head: { start: 'old-classifier' },
};

/** Transfer from the digits 0 to 4 to 5 to 9: what the literature's table says, on our own network. */
export async function runCase({ root, folder }: BenchContext): Promise<BenchResult[]> {
  const store = new TestStore(folder);
  const digits = await storeDataset(store, 'digits', Number.POSITIVE_INFINITY);
  const bench = await TemplateBench.open(root, store, { datasets: [digits], bases: [] });
  const run = (seed: number, changes: Changes, training: Record<string, Json>) =>
    measure(bench, root, seed, changes, training);
  try {
    const all = await repeat(3, (seed) => run(seed, { few: EVERY }, ALL));
    // By the test pictures, as the table has it: the validation part is half as large.
    const first = await repeat(3, (seed) => run(seed, { few: EVERY }, { ...ALL, epochs: 1 }));
    const twenty = await repeat(5, (seed) => run(seed, { few: { perClass: 20 } }, few(20)));
    const many = await repeat(3, (seed) => run(seed, { few: { perClass: 400 } }, few(400)));
    const old = await repeat(3, (seed) => run(seed, OLD_EXAMPLE, { ...ALL, learningRate: 0.01 }));
    return judge({ all, first, twenty, many, old });
  } finally {
    await bench.close();
  }
}

async function measure(
  bench: TemplateBench,
  root: string,
  seed: number,
  changes: Changes,
  training: Record<string, Json>,
): Promise<Outcome> {
  const seeds: Changes = {
    ...Object.fromEntries(
      ['low-split', 'split', 'network', 'low-head', 'head', 'scratch-head', 'random-head'].map(
        (node) => [node, { seed }],
      ),
    ),
    pretrain: { seed },
    few: { seed, ...changes['few'] },
    ...Object.fromEntries(
      ['train', 'scratch', 'random'].map((node) => [node, { ...training, seed }]),
    ),
  };
  const merged = { ...seeds };
  for (const [node, params] of Object.entries(changes))
    merged[node] = { ...seeds[node], ...params };
  const results = await bench.run(readTemplate(root, 'digits-transfer', merged));
  return describe(results);
}

async function describe(results: NodeResults): Promise<Outcome> {
  const accuracy = (node: string) => Number(results.summary(node)['accuracy']);
  const [train, scratch] = [await results.history('train'), await results.history('scratch')];
  const secondsOf = (rows: typeof train) => {
    const [start, end] = [rows.find(({ epoch }) => epoch === 0), rows.at(-1)];
    return ((end?.seconds ?? 0) - (start?.seconds ?? 0)) / (end?.epoch ?? 1);
  };
  return {
    source: Number(results.summary('pretrain')['validationAccuracy']),
    frozen: accuracy('report'),
    scratch: accuracy('scratch-report'),
    random: accuracy('random-report'),
    speed: secondsOf(scratch) / secondsOf(train),
  };
}

async function repeat<Value>(
  times: number,
  run: (seed: number) => Promise<Value>,
): Promise<Value[]> {
  const values: Value[] = [];
  for (let seed = 1; seed <= times; seed++) values.push(await run(seed));
  return values;
}

type Found = Record<'all' | 'first' | 'twenty' | 'many' | 'old', Outcome[]>;

function judge({ all, first, twenty, many, old }: Found): BenchResult[] {
  const of = (runs: readonly Outcome[], key: keyof Outcome) => mean(runs.map((each) => each[key]));
  const lead = (runs: readonly Outcome[]) => of(runs, 'frozen') - of(runs, 'scratch');
  const row = (
    name: string,
    value: number,
    target: string,
    met: boolean,
    figures: readonly Outcome[] = [],
  ): BenchResult => ({
    case: `Digits: ${name}`,
    target,
    measured: value.toFixed(3),
    met,
    figures: { runs: figures },
  });
  const [source, frozen, speed] = [of(all, 'source'), of(all, 'frozen'), of(all, 'speed')];
  const start = lead(first);
  const [few20, overRandom] = [of(twenty, 'frozen'), of(twenty, 'frozen') - of(twenty, 'random')];
  return [
    row('source 0 to 4', source, '>= 0.965', source >= 0.965, all),
    row('all pictures, frozen base and new head', frozen, '>= 0.970', frozen >= 0.97),
    row('all pictures, lead after epoch 1', start, '>= 0.020', start >= 0.02, first),
    row('all pictures, times faster epochs', speed, '>= 2.5', speed >= 2.5),
    row('20 a class, frozen', few20, '>= 0.880', few20 >= 0.88, twenty),
    row('20 a class, ahead of scratch', lead(twenty), '> 0', lead(twenty) > 0),
    row('20 a class, ahead of random features', overRandom, '> 0.010', overRandom > 0.01),
    row('400 a class, no gain', lead(many), 'within 0.010', Math.abs(lead(many)) <= 0.01, many),
    row(
      'the old example, slightly negative',
      lead(old),
      '-0.03 to 0',
      lead(old) < 0 && lead(old) > -0.03,
      old,
    ),
  ];
}
