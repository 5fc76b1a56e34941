import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the fake engine writes down what it does, if the folder is there: beside the data it works on. */
const FOLDER = 'engine-work';

/** What one attempt did until the next one began. Places are batches since the begin of the training. */
export interface AttemptWork {
  fence: number;
  /** Where it began. */
  begins: number;
  /** How far it came. */
  reached: number;
  /** Places of the checkpoints that it handed to its worker. */
  handed: readonly number[];
}

/** From now on the fake engines on this data folder write down what they do. */
export async function recordWork(home: string): Promise<void> {
  await mkdir(join(home, FOLDER), { recursive: true });
}

/** The attempts at a step that came as far as an engine, in order. */
export async function readWork(
  home: string,
  runId: string,
  stepId: string,
): Promise<AttemptWork[]> {
  return parseWork(await readFile(place(home, runId, stepId), 'utf8').catch(() => ''));
}

/** Adds to what the engines say: for tests of who believes them. */
export async function addWork(
  home: string,
  runId: string,
  stepId: string,
  lines: readonly string[],
): Promise<void> {
  await appendFile(place(home, runId, stepId), lines.map((line) => `${line}\n`).join(''));
}

function place(home: string, runId: string, stepId: string): string {
  return join(home, FOLDER, `${runId}.${encodeURIComponent(stepId)}`);
}

/** Lines `begin|batch|checkpoint <fence> <place>`. What a superseded attempt still does is nobody's loss. */
export function parseWork(text: string): AttemptWork[] {
  const attempts: (AttemptWork & { handed: number[] })[] = [];
  for (const line of text.split('\n')) {
    // A kill may cut the last line.
    const [, what, fence, place] = /^(begin|batch|checkpoint) (\d+) (\d+)$/.exec(line) ?? [];
    const at = Number(place);
    const newest = attempts.at(-1);
    if (what === 'begin' && Number(fence) > (newest?.fence ?? 0)) {
      attempts.push({ fence: Number(fence), begins: at, reached: at, handed: [] });
    }
    if (newest?.fence !== Number(fence)) continue;
    if (what === 'batch') newest.reached = at;
    if (what === 'checkpoint') newest.handed.push(at);
  }
  return attempts;
}

/** What an attempt began with and what it did again. */
export interface DoneAgain {
  fence: number;
  /** Batches that an earlier attempt had done already. */
  batches: number;
  /** Those of them that were done while a checkpoint was on its way from the engine to the database. */
  onTheWay: number;
}

/** What each attempt after the first did again. */
export function countDoneAgain(attempts: readonly AttemptWork[]): DoneAgain[] {
  return attempts.slice(1).map(({ fence, begins }, before) => {
    const earlier = attempts.slice(0, before + 1);
    const reached = Math.max(begins, ...earlier.map((each) => each.reached));
    const late = earlier.flatMap(({ handed }) => handed).filter((place) => place > begins);
    const onTheWay = late.length === 0 ? 0 : reached - Math.min(...late);
    return { fence, batches: reached - begins, onTheWay };
  });
}
