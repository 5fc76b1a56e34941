import {
  selectExamples,
  type DataRecipe,
  type DatasetManifest,
  type Selection,
} from '@graft/graph';
import { catalogue } from '@graft/nodes';
import type { Bench } from './run-on-engine';

/** Places of the examples of a recipe in the manifest: the row numbers both sides use. */
export async function rowsOf({ store, dataset }: Bench, recipe: DataRecipe): Promise<number[]> {
  const manifest = (await store.readJson(dataset.digest)) as DatasetManifest;
  const places = new Map(manifest.examples.map((example, place) => [example.name, place]));
  const selection: Selection = selectExamples(manifest, recipe, catalogue);
  return selection.examples.map(({ name }) => places.get(name) ?? -1);
}

export async function readManifest({ store, dataset }: Bench): Promise<DatasetManifest> {
  return (await store.readJson(dataset.digest)) as DatasetManifest;
}
