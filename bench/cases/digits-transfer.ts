import { storeDataset } from '../../libs/engine/src/testing/bundled-data';
import { TestStore } from '../../libs/engine/src/testing/test-store';
import { choosePieces, mean, type BenchContext, type BenchResult } from '../harness/bench-case';
import { runTrial, type Changes, type Outcome, type Trial } from '../harness/digits-trial';
import { judgeTrials } from '../harness/judge-trials';
import { TemplateBench } from '../harness/template-bench';

export const needsPeers = false;

type Piece = 'all' | 'first' | 'twenty' | 'many' | 'old';

const EVERY: Changes = { few: { perClass: 1_000_000 } };
const ALL = { epochs: 5, batchSize: 128 };
/** 300 steps of 32 at any number of pictures. */
const few = (perClass: number) => ({
  changes: { few: { perClass } },
  training: { epochs: Math.round(300 / Math.ceil((perClass * 5) / 32)), batchSize: 32 },
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

/** What a piece runs: so many trials, on so many different sources. */
const PIECES: Record<
  Piece,
  Pick<Trial, 'changes' | 'training'> & { trials: number; random?: true }
> = {
  all: { changes: EVERY, training: ALL, trials: 3 },
  // By the test pictures, as the table has it: the validation part is half as large.
  first: { changes: EVERY, training: { ...ALL, epochs: 1 }, trials: 3 },
  twenty: { ...few(20), trials: 5, random: true },
  many: { ...few(400), trials: 10 },
  old: { changes: OLD_EXAMPLE, training: { ...ALL, learningRate: 0.01 }, trials: 20 },
};
const SOURCES = 3;

/** Transfer from the digits 0 to 4 to 5 to 9: what the literature's table says, on our own network. */
export async function runCase({ root, folder }: BenchContext): Promise<BenchResult[]> {
  const store = new TestStore(folder);
  const digits = await storeDataset(store, 'digits', Number.POSITIVE_INFINITY);
  const bench = await TemplateBench.open(root, store, { datasets: [digits], bases: [] });
  try {
    const results: BenchResult[] = [];
    for (const piece of choosePieces(Object.keys(PIECES) as Piece[])) {
      console.error(piece);
      results.push(...ROWS[piece](await runPiece(bench, root, piece)));
    }
    return results;
  } finally {
    await bench.close();
  }
}

/** Each trial is told as it ends. */
async function runPiece(bench: TemplateBench, root: string, piece: Piece): Promise<Outcome[]> {
  const { changes, training, trials, random = false } = PIECES[piece];
  const outcomes: Outcome[] = [];
  for (let seed = 1; seed <= trials; seed++) {
    const began = performance.now();
    const sourceSeed = 1 + ((seed - 1) % SOURCES);
    const outcome = await runTrial(bench, root, { changes, training, seed, sourceSeed, random });
    outcomes.push(outcome);
    const seconds = (performance.now() - began) / 1000;
    console.error(
      `  ${String(seed)}, ${seconds.toFixed(0)} s: ${JSON.stringify(figuresOf(outcome))}`,
    );
  }
  return outcomes;
}

const of = (runs: readonly Outcome[], key: 'source' | 'frozen' | 'scratch' | 'random' | 'speed') =>
  mean(runs.map((each) => each[key] ?? NaN));
const lead = (runs: readonly Outcome[]) => of(runs, 'frozen') - of(runs, 'scratch');

/** What the trials of a piece are measured by. */
const ROWS: Record<Piece, (runs: readonly Outcome[]) => BenchResult[]> = {
  all: (runs) => [
    row('source 0 to 4', of(runs, 'source'), '>= 0.965', (source) => source >= 0.965, runs),
    row('all pictures, frozen', of(runs, 'frozen'), '>= 0.970', (frozen) => frozen >= 0.97),
    row('all pictures, times faster epochs', of(runs, 'speed'), '>= 2.5', (speed) => speed >= 2.5),
  ],
  first: (runs) => [
    row('all pictures, lead after epoch 1', lead(runs), '>= 0.020', (own) => own >= 0.02, runs),
  ],
  twenty: (runs) => [
    row('20 a class, frozen', of(runs, 'frozen'), '>= 0.880', (frozen) => frozen >= 0.88, runs),
    row('20 a class, ahead of scratch', lead(runs), '> 0', (own) => own > 0),
    row(
      ...([
        '20 a class, ahead of random features',
        of(runs, 'frozen') - of(runs, 'random'),
      ] as const),
      ...(['> 0.010', (own: number) => own > 0.01] as const),
    ),
  ],
  many: (runs) => [
    row('400 a class, lead', lead(runs), 'within 0.010', (own) => Math.abs(own) <= 0.01, runs),
    verdictRow('400 a class, what Compare says', runs, 'no-difference-shown'),
  ],
  old: (runs) => [
    row('the old example, lead', lead(runs), '-0.03 to 0', (own) => own < 0 && own > -0.03, runs),
    verdictRow('the old example, what Compare says', runs, 'hurts'),
  ],
};

function row(
  name: string,
  value: number,
  target: string,
  isMet: (value: number) => boolean,
  runs: readonly Outcome[] = [],
): BenchResult {
  const figures = { runs: runs.map(figuresOf) };
  return {
    case: `Digits: ${name}`,
    target,
    measured: value.toFixed(3),
    met: isMet(value),
    figures,
  };
}

/** The sentence that a person would read of these trials, and whether it is the one to expect. */
function verdictRow(
  name: string,
  runs: readonly Outcome[],
  expected: 'no-difference-shown' | 'hurts',
): BenchResult {
  const { text, outcome, asymptote } = judgeTrials(
    runs.map(({ transferred }) => transferred),
    runs.map(({ fromScratch }) => fromScratch),
    ['Transfer', 'From scratch'],
  );
  return {
    case: `Digits: ${name}, ${String(runs.length)} trials`,
    target: expected,
    measured: text.split(/(?<=\.) /)[0] ?? '',
    met: outcome === expected,
    figures: { asymptote, text },
  };
}

function figuresOf({ source, frozen, scratch, random, speed }: Outcome) {
  return { source, frozen, scratch, random, speed };
}
