import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Graph } from '@graft/graph';
import type { Plan, Step } from '@graft/plan';
import { compileGraph } from '../../libs/engine/src/testing/graphs';
import { resourcesOf } from '../../libs/engine/src/testing/bundled-data';
import { readManifest, rowsOf } from './object-rows';
import type { Bench } from './run-on-engine';

/**
 * What a person who works with Keras starts from: a folder of PNG files and, as case.json, which
 * of them belong to which part. The parts are those of Graft's split, found by its own selection.
 */
export async function writePictures(bench: Bench, folder: string): Promise<string> {
  const { classes, examples } = await readManifest(bench);
  const pictures = join(folder, 'pictures');
  mkdirSync(pictures, { recursive: true });
  for (const [place, example] of examples.entries()) {
    if (!('pack' in example)) throw new Error(`${example.name} is no picture`);
    const pack = await bench.store.read(example.pack);
    const bytes = pack.subarray(example.offset, example.offset + example.length);
    writeFileSync(join(pictures, `${String(place)}.png`), bytes);
  }
  const labels = examples.map(({ label }) => label);
  writeFileSync(join(folder, 'data.json'), JSON.stringify({ classes, labels }));
  return folder;
}

export interface Parts {
  readonly train: number[];
  readonly validation: number[];
  readonly test: number[];
}

export function planOf(bench: Bench, graph: Graph): Plan {
  return compileGraph(graph, resourcesOf([bench.dataset], [bench.base]));
}

/** Rows of the three parts of a graph that trains and evaluates. */
export async function partsOf(bench: Bench, plan: Plan): Promise<Parts> {
  const read = (kind: string, port: string) => {
    const recipe = stepOf(plan, kind).data[port];
    if (recipe === undefined) throw new Error(`${kind} has no port ${port}`);
    return rowsOf(bench, recipe);
  };
  return {
    train: await read('train', 'train'),
    validation: await read('train', 'validation'),
    test: await read('evaluate', 'dataset'),
  };
}

export function stepOf(plan: Plan, kind: string): Step {
  const step = plan.steps.find((each) => each.kind === kind);
  if (step === undefined) throw new Error(`the plan has no ${kind} step`);
  return step;
}
