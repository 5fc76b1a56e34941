import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Graph, Resources } from '@graft/graph';
import { digestSpec, modelSpecSchema, type BaseCard } from '@graft/model';
import { catalogue } from '@graft/nodes';
import type { EvaluationReport } from '@graft/nodes/steps';
import { compile } from '@graft/plan';
import type { EngineProcess } from './host';
import { resourcesOf, storeTexts, storeWordVectors } from './testing/bundled-data';
import {
  drawDigitsByTransfer,
  drawDigitsFromNothing,
  drawDigitsInViews,
  drawNamesByWordVectors,
} from './testing/code-graphs.fixture';
import { drawDigitsByDepth, drawDigitsInRows } from './testing/exact-graphs.fixture';
import { EngineRoom } from './testing/engine-room';
import { placeProgram, type JudgedExample } from './testing/place-program';
import { TestSupervisor } from './testing/run-plan';

/** Of about 90 test pictures: two trainings that draw other random numbers differ by so much. */
const SAME_ACCURACY = 0.1;
/** Between probabilities where nothing is drawn at random. */
const SAME_NUMBERS = 1e-4;

let room: EngineRoom;
let engine: EngineProcess;
let digits: Resources;
let fromNothing: Awaited<ReturnType<typeof runInGraft>>;
/** What the first graph registers. */
let base: BaseCard;

beforeAll(async () => {
  room = await EngineRoom.open();
  digits = await room.storePictures({ digits: 60 });
  engine = await room.start();
  fromNothing = await runInGraft(drawDigitsFromNothing(), digits);
  base = await readBase(fromNothing.run, 'digits-low');
});
afterAll(() => room?.close());

/** What a run registers. */
async function readBase(run: TestSupervisor, name: string): Promise<BaseCard> {
  const { digest } = run.artifact('register-model', 'model');
  const spec = modelSpecSchema.parse(await room.store.readJson(digest));
  return { ref: name, name, digest: digestSpec(spec), spec, licence: '' };
}

/** Runs a graph in Graft; the accuracy of each report by its node. */
async function runInGraft(graph: Graph, resources: Resources) {
  const compiled = compile(graph, catalogue, resources);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
  const { plan, nodeSteps } = compiled;
  const run = new TestSupervisor(room.store, plan);
  await run.runAll(engine);
  return {
    run,
    accuracyOf: (node: string) =>
      Number(run.outputs[nodeSteps[node] ?? '']?.summary['accuracy'] ?? NaN),
    /** The probabilities of a report, by the start of the picture's digest. */
    answersOf: async (node: string) => {
      const { report } = run.outputs[nodeSteps[node] ?? '']?.artifacts ?? {};
      const { rows } = (await room.store.readJson(report?.digest ?? '')) as EvaluationReport;
      return new Map(rows.map((row) => [row.sha256.slice(0, 20), row.probabilities]));
    },
  };
}

/** Runs a graph as the program for Node that Graft writes of it. */
async function runProgram(graph: Graph, resources: Resources) {
  const folder = join(room.folder, `program-${graph.nodes.length}`);
  const program = await placeProgram(graph, 'node', {
    ...{ folder, resources, engine },
    store: room.store,
  });
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${stdout.slice(-1000)}\n${stderr.slice(-3000)}`);
  const judged = async (node: string) =>
    JSON.parse(await readFile(join(folder, `${node}.json`), 'utf8')) as JudgedExample[];
  return {
    folder,
    stdout,
    judged,
    accuracyOf: async (node: string) => {
      const rows = await judged(node);
      return rows.filter(({ answer, label }) => answer === label).length / rows.length;
    },
  };
}

/** Runs a graph both ways: each report has at least its accuracy in Graft, and the program nearly the same. */
async function expectAlike(
  graph: Graph,
  resources: Resources,
  least: Readonly<Record<string, number>>,
): Promise<void> {
  const graft = await runInGraft(graph, resources);
  const program = await runProgram(graph, resources);
  for (const [node, accuracy] of Object.entries(least)) {
    expect(graft.accuracyOf(node)).toBeGreaterThan(accuracy);
    const difference = (await program.accuracyOf(node)) - graft.accuracyOf(node);
    expect(Math.abs(difference)).toBeLessThan(SAME_ACCURACY);
  }
}

/** Runs a graph both ways: where nothing is drawn at random, the reports have the same probabilities. */
async function expectSameNumbers(
  graph: Graph,
  resources: Resources,
  nodes: readonly string[],
): Promise<void> {
  const graft = await runInGraft(graph, resources);
  const program = await runProgram(graph, resources);
  for (const node of nodes) {
    const answers = await graft.answersOf(node);
    const judged = await program.judged(node);
    expect(judged).toHaveLength(answers.size);
    const differences = judged.flatMap(({ file = '', probabilities }) => {
      const own = answers.get(basename(file, '.png')) ?? [];
      return probabilities.map((value, at) => Math.abs(value - (own[at] ?? NaN)));
    });
    expect(Math.max(...differences)).toBeLessThan(SAME_NUMBERS);
  }
}

describe('a graph as a program for Node', () => {
  it('learns digits from nothing as well as Graft does', async () => {
    const program = await runProgram(drawDigitsFromNothing(), digits);
    const accuracy = fromNothing.accuracyOf('report');
    expect(accuracy).toBeGreaterThan(0.8);
    expect(Math.abs((await program.accuracyOf('report')) - accuracy)).toBeLessThan(SAME_ACCURACY);
    expect(program.stdout).toContain('epoch 8: ');
    await readFile(join(program.folder, 'digits-low/model.json'));
  });

  it('transfers and fine-tunes as well as Graft does, on the same base', async () => {
    const resources = resourcesOf(digits.list('dataset'), [base]);
    await expectAlike(drawDigitsByTransfer(), resources, { before: 0.7, after: 0.7 });
  });

  it('moves layers later and less by their depth, to the same numbers', async () => {
    const { run } = await runInGraft(drawDigitsInRows(), digits);
    const rows = await readBase(run, 'digits-rows');
    const resources = resourcesOf(digits.list('dataset'), [rows]);
    await expectSameNumbers(drawDigitsByDepth(), resources, ['turns', 'shares']);
  });

  it('learns from changed pictures as well as Graft does', async () => {
    const resources = resourcesOf(digits.list('dataset'), [base]);
    await expectAlike(drawDigitsInViews(), resources, { kept: 0.7, whole: 0.7 });
  });

  it('reads texts by word vectors, kept, tuned and drawn at random, as well as Graft does', async () => {
    const { store } = room;
    const names = [await storeTexts(store, 'emoji-names')];
    const resources = resourcesOf(names, [await storeWordVectors(store)]);
    const least = { frozen: 0.6, tuned: 0.6, convolved: 0.35 };
    await expectAlike(drawNamesByWordVectors(), resources, least);
  });
});
