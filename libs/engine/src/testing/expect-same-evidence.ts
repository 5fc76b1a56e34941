import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Comparison, TransferRanking } from '@graft/nodes/steps';
import { expectSameAnswers, SAME_DIGITS, type GraftRun, type ProgramRun } from './code-room';

interface Spread {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

interface WrittenComparison {
  readonly entries: readonly {
    readonly title: string;
    readonly accuracy: number;
    readonly curve: readonly (Spread & { readonly epoch: number })[];
  }[];
  readonly verdicts: readonly {
    readonly outcome: string;
    readonly end: Spread;
    readonly start: Spread | null;
  }[];
}

/** What the graph of folds says in Graft and as a program: answers, comparisons, scores, points. */
export async function expectSameEvidence(graft: GraftRun, program: ProgramRun): Promise<void> {
  await expectSameAnswers(graft, program, ['last', 'two', 'all', 'rates', 'before', 'after']);
  const compared = await expectSameComparison(graft, program, 'folds');
  // Else equal figures would say nothing.
  expect(compared.entries.map(({ curve }) => curve.length)).toEqual([6, 11, 6]);
  expect(compared.verdicts.at(-1)?.start?.mean).not.toBe(0);
  expect((await expectSameComparison(graft, program, 'once')).verdicts[0]?.start).toBeNull();
  await expectSameScores(graft, program);
  await expectSamePoints(graft, program);
}

async function expectSameComparison(graft: GraftRun, program: ProgramRun, node: string) {
  const own = (await graft.readOf(node, 'report')) as Comparison;
  const written = (await readJson(program, node)) as WrittenComparison;
  const expected = {
    entries: own.entries.map(({ name, accuracy, curve }) => ({
      title: name,
      accuracy,
      // The curve of Graft starts before the first step.
      curve: curve.filter(({ epoch }) => epoch > 0),
    })),
    verdicts: own.verdicts.map(({ entry, outcome, asymptote, start }) => ({
      title: own.entries[entry]?.name,
      outcome: outcome.replaceAll('-', ' '),
      end: asymptote.difference,
      start: start?.difference ?? null,
    })),
  };
  expect(written).toEqual(withTolerance(expected));
  return written;
}

/** Of a linear classifier on 250 examples that starts from other weights and sees them in another order. */
const SAME_PROBE = 0.08;

interface WrittenScores {
  readonly probe: number;
}

async function expectSameScores(graft: GraftRun, program: ProgramRun): Promise<void> {
  const { models } = (await graft.readOf('scores', 'scores')) as TransferRanking;
  const expected = models.map(({ name, knn, logme, hScore, leep, nce }) => ({
    ...{ title: name, knn, logme, hScore },
    ...(leep === null ? {} : { leep, nce }),
  }));
  expect(expected[0]?.logme).not.toBeCloseTo(expected[1]?.logme ?? NaN, 1);
  // The second one has no classifier of its own.
  expect(expected.map((each) => 'leep' in each)).toEqual([true, false]);
  const written = (await readJson(program, 'scores')) as readonly WrittenScores[];
  expect(written.map(({ probe: _, ...each }) => each)).toEqual(withTolerance(expected));
  written.forEach(({ probe }, at) => {
    const own = models[at]?.probe ?? NaN;
    expect(Math.abs(probe - own)).toBeLessThanOrEqual(SAME_PROBE);
  });
}

async function expectSamePoints(graft: GraftRun, program: ProgramRun): Promise<void> {
  const [own, written] = [
    await graft.tableOf('points'),
    await readFile(join(program.folder, 'points.csv'), 'utf8'),
  ].map((table) =>
    table
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',').slice(1)),
  );
  expect(own).toHaveLength(60);
  const asNumbers = (rows: readonly string[][] = []) =>
    rows.map(([label, ...point]) => ({ label, point: point.map(Number) }));
  // Of values around 5, a few ten-thousandths.
  expect(asNumbers(written)).toEqual(withTolerance(asNumbers(own), 3));
}

async function readJson({ folder }: ProgramRun, node: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, `${node}.json`), 'utf8'));
}

/** The same value with room for rounding in its numbers. */
function withTolerance(value: unknown, digits = SAME_DIGITS): unknown {
  if (typeof value === 'number') return expect.closeTo(value, digits);
  if (Array.isArray(value)) return value.map((each) => withTolerance(each, digits));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, withTolerance(each, digits)]);
  return Object.fromEntries(entries);
}
