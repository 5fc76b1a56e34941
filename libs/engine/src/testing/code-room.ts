import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@jest/globals';
import type { Graph, Resources } from '@graft/graph';
import { digestSpec, modelSpecSchema, type BaseCard, type CodeLanguage } from '@graft/model';
import { catalogue } from '@graft/nodes';
import type { EvaluationReport } from '@graft/nodes/steps';
import { compile } from '@graft/plan';
import type { EngineProcess } from '../host';
import { EngineRoom } from './engine-room';
import type { Python } from './open-python';
import { placeProgram, type JudgedExample } from './place-program';
import { TestSupervisor } from './run-plan';

/** Of about 90 test pictures: two trainings that draw other random numbers differ by so much. */
export const SAME_ACCURACY = 0.1;
/** Of probabilities where nothing is drawn at random: they differ by less than 5e-5. */
export const SAME_DIGITS = 4;

/** What runs programs of a language. */
export interface Runner {
  readonly language: CodeLanguage;
  run(program: string, folder: string): Promise<string>;
}

export const NODE: Runner = {
  language: 'node',
  async run(program, cwd) {
    const { stdout } = await promisify(execFile)(process.execPath, [program], { cwd });
    return stdout;
  },
};

export function createKerasRunner(python: Python): Runner {
  return { language: 'keras', run: (program, folder) => python.run(program, [], folder) };
}

export type GraftRun = Awaited<ReturnType<CodeRoom['runAnew']>>;

export type ProgramRun = Awaited<ReturnType<CodeRoom['runProgram']>>;

/** Runs graphs in Graft and as the programs that it writes of them. */
export class CodeRoom {
  private programs = 0;
  private readonly runs = new Map<string, Promise<GraftRun>>();

  private constructor(
    readonly room: EngineRoom,
    readonly engine: EngineProcess,
  ) {}

  static async open(): Promise<CodeRoom> {
    const room = await EngineRoom.open();
    return new CodeRoom(room, await room.start());
  }

  /** What a run registers. */
  async readBase(run: TestSupervisor, name: string): Promise<BaseCard> {
    const { digest } = run.artifact('register-model', 'model');
    const spec = modelSpecSchema.parse(await this.room.store.readJson(digest));
    return { ref: name, name, digest: digestSpec(spec), spec, licence: '' };
  }

  /** Runs a graph once, however often it is asked for. */
  runInGraft(graph: Graph, resources: Resources): Promise<GraftRun> {
    const key = JSON.stringify(graph);
    const run = this.runs.get(key) ?? this.runAnew(graph, resources);
    this.runs.set(key, run);
    return run;
  }

  private async runAnew(graph: Graph, resources: Resources) {
    const compiled = compile(graph, catalogue, resources);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
    const { plan, nodeSteps } = compiled;
    const { store } = this.room;
    const run = new TestSupervisor(store, plan);
    await run.runAll(this.engine);
    const outputsOf = (node: string) => run.outputs[nodeSteps[node] ?? ''];
    return {
      run,
      /** What a node gives as JSON. */
      readOf: (node: string, output: string) =>
        store.readJson(outputsOf(node)?.artifacts[output]?.digest ?? ''),
      /** The lines of a table that a node makes. */
      tableOf: async (node: string) => {
        const { table } = outputsOf(node)?.artifacts ?? {};
        return new TextDecoder().decode(await store.read(table?.digest ?? ''));
      },
      accuracyOf: (node: string) => Number(outputsOf(node)?.summary['accuracy'] ?? NaN),
      /** The probabilities of a report, by the start of the picture's digest. */
      answersOf: async (node: string) => {
        const { report } = outputsOf(node)?.artifacts ?? {};
        const { rows } = (await store.readJson(report?.digest ?? '')) as EvaluationReport;
        return new Map(rows.map((row) => [row.sha256.slice(0, 20), row.probabilities]));
      },
    };
  }

  async runProgram(runner: Runner, graph: Graph, resources: Resources) {
    this.programs += 1;
    const folder = join(this.room.folder, `program-${String(this.programs)}`);
    const { engine } = this;
    const place = { folder, resources, engine, store: this.room.store };
    const program = await placeProgram(graph, runner.language, place);
    const stdout = await runner.run(program, folder);
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
  async expectAlike(
    runner: Runner,
    graph: Graph,
    resources: Resources,
    least: Readonly<Record<string, number>>,
  ): Promise<GraftRun> {
    const graft = await this.runInGraft(graph, resources);
    const program = await this.runProgram(runner, graph, resources);
    for (const [node, accuracy] of Object.entries(least)) {
      expect(graft.accuracyOf(node)).toBeGreaterThan(accuracy);
      const difference = (await program.accuracyOf(node)) - graft.accuracyOf(node);
      expect(Math.abs(difference)).toBeLessThan(SAME_ACCURACY);
    }
    return graft;
  }

  /** Runs a graph both ways: where nothing is drawn at random, the reports have the same probabilities. */
  async expectSameNumbers(
    runner: Runner,
    graph: Graph,
    resources: Resources,
    { reports, table }: { readonly reports: readonly string[]; readonly table: string },
  ): Promise<GraftRun> {
    const graft = await this.runInGraft(graph, resources);
    const program = await this.runProgram(runner, graph, resources);
    await expectSameAnswers(graft, program, reports);
    const written = await readFile(join(program.folder, `${table}.csv`), 'utf8');
    expectSameTable(written, await graft.tableOf(table));
    return graft;
  }

  close(): Promise<void> {
    return this.room.close();
  }
}

/** Probabilities of reports, example by example. */
export async function expectSameAnswers(
  graft: GraftRun,
  program: ProgramRun,
  reports: readonly string[],
): Promise<void> {
  const most: Record<string, number> = {};
  for (const node of reports) {
    const answers = await graft.answersOf(node);
    const judged = await program.judged(node);
    expect(judged).toHaveLength(answers.size);
    const differences = judged.flatMap(({ file = '', probabilities }) => {
      const own = answers.get(basename(file, '.png')) ?? [];
      return probabilities.map((value, at) => Math.abs(value - (own[at] ?? NaN)));
    });
    most[node] = Math.max(...differences);
  }
  const none = reports.map((node) => [node, expect.closeTo(0, SAME_DIGITS)]);
  expect(most).toEqual(Object.fromEntries(none));
}

/** Of answers: both have what the data says last before labels and probabilities; no cell has a comma. */
function expectSameTable(written: string, own: string): void {
  const [actual, expected] = [written, own].map((text) =>
    text
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',').slice(-5)),
  ) as [string[][], string[][]];
  expect(actual.length).toBeGreaterThan(0);
  expect(actual.map(([known, first]) => [known, first])).toEqual(
    expected.map(([known, first]) => [known, first]),
  );
  const differences = actual.map((row, at) => Math.abs(Number(row[2]) - Number(expected[at]?.[2])));
  expect(Math.max(...differences)).toBeCloseTo(0, SAME_DIGITS);
}
