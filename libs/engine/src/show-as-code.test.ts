import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Resources } from '@graft/graph';
import type { BaseCard } from '@graft/model';
import { resourcesOf, storeTexts, storeWordVectors } from './testing/bundled-data';
import {
  drawDigitsByTransfer,
  drawDigitsFromNothing,
  drawDigitsInViews,
  drawNamesByWordVectors,
} from './testing/code-graphs.fixture';
import {
  CodeRoom,
  createKerasRunner,
  expectSameAnswers,
  NODE,
  SAME_ACCURACY,
  type Runner,
} from './testing/code-room';
import {
  drawDigitsByDepth,
  drawDigitsInFolds,
  drawDigitsInRows,
} from './testing/exact-graphs.fixture';
import { expectSameEvidence } from './testing/expect-same-evidence';
import { openPython } from './testing/open-python';
import { drawDigitsInTurnedFolds } from './testing/views-graphs.fixture';
import { drawDigitsInMaps, drawDigitsResized } from './testing/resized-graphs.fixture';

const python = await openPython();

let room: CodeRoom;
let digits: Resources;
let fromNothing: Awaited<ReturnType<CodeRoom['runInGraft']>>;
/** What the first graph registers. */
let base: BaseCard;

beforeAll(async () => {
  room = await CodeRoom.open();
  digits = await room.room.storePictures({ digits: 60 });
  fromNothing = await room.runInGraft(drawDigitsFromNothing(), digits);
  base = await room.readBase(fromNothing.run, 'digits-low');
});
afterAll(() => room?.close());

function testPrograms(runner: Runner): void {
  it('transfers and fine-tunes as well as Graft does, on the same base', async () => {
    const resources = resourcesOf(digits.list('dataset'), [base]);
    const least = { before: 0.7, after: 0.7 };
    await room.expectAlike(runner, drawDigitsByTransfer(), resources, least);
  });

  it('moves layers later and less by their depth, to the same numbers', async () => {
    const { run } = await room.runInGraft(drawDigitsInRows(), digits);
    const rows = await room.readBase(run, 'digits-rows');
    const resources = resourcesOf(digits.list('dataset'), [rows]);
    const wanted = { reports: ['turns', 'shares', 'swings', 'waits'], table: 'named' };
    const graft = await room.expectSameNumbers(runner, drawDigitsByDepth(), resources, wanted);
    // Else a script that waits for nothing would give the same numbers.
    expect(countRates(await graft.readOf('by-plateau', 'history'))).toBeGreaterThan(2);
  });

  it('trains on folds, compares, scores models and draws points, to the same numbers', async () => {
    const { run } = await room.runInGraft(drawDigitsInRows(), digits);
    const rows = await room.readBase(run, 'digits-rows');
    const resources = resourcesOf(digits.list('dataset'), [rows]);
    const graph = drawDigitsInFolds();
    const graft = await room.runInGraft(graph, resources);
    await expectSameEvidence(graft, await room.runProgram(runner, graph, resources));
  });

  it('trains on folds of changed pictures, to the same numbers where nothing changes', async () => {
    const { run } = await room.runInGraft(drawDigitsInRows(), digits);
    const rows = await room.readBase(run, 'digits-rows');
    const resources = resourcesOf(digits.list('dataset'), [rows]);
    const graph = drawDigitsInTurnedFolds();
    const graft = await room.runInGraft(graph, resources);
    const program = await room.runProgram(runner, graph, resources);
    await expectSameAnswers(graft, program, ['same', 'tuned']);
    // What has seen digits upside down reads upright ones worse, in Graft and in the program.
    expect(graft.accuracyOf('turned')).toBeLessThan(graft.accuracyOf('same') - 0.15);
    const difference = (await program.accuracyOf('turned')) - graft.accuracyOf('turned');
    expect(Math.abs(difference)).toBeLessThan(SAME_ACCURACY);
  });

  it('reads pictures of another size than its base has learned from, to the same numbers', async () => {
    const { run } = await room.runInGraft(drawDigitsInMaps(), digits);
    const maps = await room.readBase(run, 'digits-maps');
    const resources = resourcesOf(digits.list('dataset'), [maps]);
    const graft = await room.runInGraft(drawDigitsResized(), resources);
    const program = await room.runProgram(runner, drawDigitsResized(), resources);
    await expectSameAnswers(graft, program, ['larger']);
  });

  it('reads texts by word vectors, kept, tuned and drawn at random, as well as Graft does', async () => {
    const { store } = room.room;
    const names = [await storeTexts(store, 'emoji-names')];
    const resources = resourcesOf(names, [await storeWordVectors(store)]);
    const least = { frozen: 0.6, tuned: 0.6, convolved: 0.35 };
    await room.expectAlike(runner, drawNamesByWordVectors(), resources, least);
  });
}

/** How many learning rates a training went through. */
function countRates(history: unknown): number {
  const { rows } = history as { readonly rows: readonly { readonly learningRate: number }[] };
  return new Set(rows.map(({ learningRate }) => learningRate)).size;
}

describe('a graph as a program for Node', () => {
  it('learns digits from nothing as well as Graft does', async () => {
    const program = await room.runProgram(NODE, drawDigitsFromNothing(), digits);
    const accuracy = fromNothing.accuracyOf('report');
    expect(accuracy).toBeGreaterThan(0.8);
    expect(Math.abs((await program.accuracyOf('report')) - accuracy)).toBeLessThan(SAME_ACCURACY);
    expect(program.stdout).toContain('epoch 8: ');
    await readFile(join(program.folder, 'digits-low/model.json'));
  });

  it('learns from changed pictures as well as Graft does', async () => {
    const resources = resourcesOf(digits.list('dataset'), [base]);
    await room.expectAlike(NODE, drawDigitsInViews(), resources, { kept: 0.7, whole: 0.7 });
  });

  testPrograms(NODE);
});

if (python === null) describe.skip('a graph as a program for Keras', () => testPrograms(NODE));
else describe('a graph as a program for Keras', () => testPrograms(createKerasRunner(python)));
