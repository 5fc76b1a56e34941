import {
  createRandom,
  deriveSeed,
  digestJson,
  type Augmentation,
  type ExampleRow,
  type Selection,
} from '@graft/graph';
import { changePicture, drawChange } from '@graft/ml';
import type { ExampleSet, Picture } from './define-step';

/**
 * Every example once for each of its views, `views` rows in a row. View 0 is the picture itself and
 * keeps its identity; the identity of the others covers how they were made.
 */
export function expandViews(
  { classes, examples }: Selection,
  augmentation: Augmentation | undefined,
): Selection {
  if (augmentation === undefined) return { classes, examples };
  return {
    classes,
    examples: examples.flatMap((example) =>
      Array.from({ length: augmentation.views }, (_, view) => ({
        ...example,
        sha256: nameView(example, augmentation, view),
      })),
    ),
  };
}

/**
 * The view of an example that an epoch shows; 0 outside training. After as many epochs as there are
 * views an example has shown each of them once, and each starts at another one.
 */
export function chooseView(
  { sha256 }: ExampleRow,
  { views, seed }: Augmentation,
  epoch: number,
): number {
  if (epoch === 0) return 0;
  if (views === 0) return epoch;
  return (deriveSeed(seed, 'first-view', sha256) + epoch) % views;
}

/** A view of a picture: always the same for the same seed, whoever asks and when. */
export function makeView(
  picture: Picture,
  { sha256 }: ExampleRow,
  { change, seed }: Augmentation,
  view: number,
): Picture {
  if (view === 0) return picture;
  return changePicture(picture, drawChange(change, createRandom(seed, 'view', sha256, view)));
}

/** Reads pictures at places of an expanded selection. */
export async function readViews(
  examples: ExampleSet,
  places: readonly number[],
  channels: 1 | 3,
  augmentation: Augmentation | undefined,
): Promise<Picture[]> {
  if (augmentation === undefined) return examples.readPictures(places, channels);
  const { views } = augmentation;
  const originals = places.map((place) => Math.floor(place / views));
  const distinct = [...new Set(originals)];
  const decoded = await examples.readPictures(distinct, channels);
  return originals.flatMap((original, index) => {
    const picture = decoded[distinct.indexOf(original)];
    const example = examples.examples[original];
    if (picture === undefined || example === undefined) return [];
    return makeView(picture, example, augmentation, (places[index] ?? 0) % views);
  });
}

function nameView({ sha256 }: ExampleRow, { change, seed }: Augmentation, view: number): string {
  return view === 0 ? sha256 : digestJson({ format: 'graft.view/1', sha256, change, seed, view });
}
