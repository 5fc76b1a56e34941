import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { selectExamples, type Resources } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { EXTRACTION } from '@graft/plan';
import { GraphBuilder } from '@graft/testing';
import { LocalFiles } from './data/local-files';
import { readManifest } from './data/read-manifest';
import { openFeatureTable } from './features/open-feature-table';
import { EngineRoom } from './testing/engine-room';
import { compileGraph } from './testing/graphs';
import { TestSupervisor } from './testing/run-plan';

const LAYER = 'avg_pool';
const ALIKE = 0.9;

/**
 * data -> kept (person and a small class) -> head, folds
 * base -> freeze -> head -> folds
 */
function drawPersons() {
  return new GraphBuilder()
    .node('data', 'dataset', { dataset: 'emoji-objects' })
    .node('kept', 'filter-classes', { mode: 'keep', classes: ['person', 'clothing'] })
    .node('base', 'base-model', { base: 'efficientnet-lite0' })
    .node('freeze', 'freeze-layers')
    .node('head', 'add-head')
    .node('folds', 'cross-validate')
    .chain('data', 'kept')
    .chain('base', 'freeze')
    .wire('freeze', 'head.model')
    .wire('kept', 'head.dataset')
    .wire('head', 'folds.model')
    .wire('kept', 'folds.dataset')
    .build();
}

describe('the pictures of persons among the emoji', () => {
  let room: EngineRoom;
  let resources: Resources;

  beforeAll(async () => {
    room = await EngineRoom.open();
    resources = await room.storePictures({ 'emoji-objects': 139 }, { base: true });
  });
  afterAll(() => room?.close());

  /** One row a picture, of length 1. */
  async function readDirections(label: string): Promise<Float32Array[]> {
    const run = new TestSupervisor(room.store, compileGraph(drawPersons(), resources));
    const step = run.step(EXTRACTION.kind);
    await run.runAll(await room.start(), [step]);
    const files = new LocalFiles(room.store.files);
    try {
      const recipe = step.data[EXTRACTION.data];
      if (recipe === undefined) throw new Error('nothing was extracted');
      const manifest = await readManifest(files, recipe.dataset);
      const selection = selectExamples(manifest, recipe, catalogue);
      const { digest } = run.artifact(EXTRACTION.kind, EXTRACTION.output);
      const table = await openFeatureTable(files, digest, selection);
      return selection.examples.flatMap((example, place) =>
        selection.classes[example.label] === label ? [normalise(table.gather(LAYER, [place]))] : [],
      );
    } finally {
      await files.close();
    }
  }

  // A split that knows nothing of it asks for persons whose twin was learned: the reason for "group near duplicates".
  it('have a twin in the eyes of the base: 114 of 139', async () => {
    const persons = await readDirections('person');
    expect(persons).toHaveLength(139);
    const nearest = persons.map((own) =>
      Math.max(...persons.filter((other) => other !== own).map((other) => cosineOf(own, other))),
    );
    const twins = nearest.filter((cosine) => cosine > ALIKE).length;
    // Processors may round a picture at the border differently.
    expect(Math.abs(twins - 114)).toBeLessThanOrEqual(2);
  });
});

function cosineOf(left: Float32Array, right: Float32Array): number {
  return left.reduce((sum, value, at) => sum + value * (right[at] ?? NaN), 0);
}

function normalise(row: Float32Array): Float32Array {
  const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
  return row.map((value) => value / length);
}
