import type { Augmentation } from '@graft/graph';
import type { DataSource, Tf } from '@graft/ml';
import type { ModelSpec } from '@graft/model';
import { chooseView, expandViews, makeView } from './augmented-views';
import type { Tensor } from './tensor';
import type { ExampleSet, FeatureTable, Picture, StepContext } from './define-step';
import { findInputLayer, requireImageInput } from './input-layer';
import { preparePictures } from './prepare-pictures';
import { openTexts, type Texts } from './open-texts';

/** Decoded pictures are kept up to this, so that an epoch does not decode them again. */
const KEPT_PICTURE_BYTES = 512 * 1024 * 1024;

/** What a data port gives to training and evaluation, with the layers that it feeds. */
export interface OpenedSource extends DataSource {
  readonly examples: ExampleSet;
  /** Layers that are fed: the cut of cached features, or the input layer. */
  readonly inputs: readonly string[];
  /** Texts without a word that the model knows; absent where examples are no texts. */
  readonly unknownTexts?: number;
}

/**
 * The examples of a data port as batches: rows of the feature cache where the plan says so, decoded
 * pictures or tokens of texts elsewhere.
 */
export async function openSource(
  context: StepContext,
  tf: Tf,
  spec: ModelSpec,
  port: string,
): Promise<OpenedSource> {
  const examples = await context.openExamples(port);
  const { input } = spec;
  const augmentation = context.step.data[port]?.augmentation;
  if (input.kind === 'tokens')
    return textSource(tf, spec, await openTexts(context, input, examples));
  const seen = { examples, augmentation };
  if (context.step.features?.steps[port] === undefined) return pictureSource(tf, spec, seen);
  const table = await context.openFeatures(port, expandViews(examples, augmentation));
  return featureSource(tf, table, { examples, augmentation });
}

/** Examples, and the views of them that an epoch sees. */
interface SeenExamples {
  readonly examples: ExampleSet;
  readonly augmentation: Augmentation | undefined;
}

function featureSource(
  tf: Tf,
  table: FeatureTable,
  { examples, augmentation }: SeenExamples,
): OpenedSource {
  const rowOf = (place: number, epoch: number): number => {
    const example = examples.examples[place];
    if (augmentation === undefined || example === undefined) return place;
    return place * augmentation.views + chooseView(example, augmentation, epoch);
  };
  return {
    examples,
    inputs: table.cut,
    count: examples.examples.length,
    batch(indices, epoch) {
      const places = [...indices];
      const rows = places.map((place) => rowOf(place, epoch));
      const inputs: Record<string, Tensor> = {};
      for (const layer of table.cut) {
        const shape = [places.length, ...(table.shapes[layer] ?? [])];
        inputs[layer] = tf.tensor(table.gather(layer, rows), shape, 'float32');
      }
      return { inputs, labels: takeLabels(examples, places) };
    },
  };
}

function textSource(
  tf: Tf,
  spec: ModelSpec,
  { examples, gather, length, unknown }: Texts,
): OpenedSource {
  const layer = findInputLayer(spec);
  return {
    examples,
    inputs: [layer],
    unknownTexts: unknown,
    count: examples.examples.length,
    batch(indices) {
      const tokens = tf.tensor2d(gather(indices), [indices.length, length], 'int32');
      return { inputs: { [layer]: tokens }, labels: takeLabels(examples, [...indices]) };
    },
  };
}

function pictureSource(
  tf: Tf,
  spec: ModelSpec,
  { examples, augmentation }: SeenExamples,
): OpenedSource {
  const input = requireImageInput(spec);
  const layer = findInputLayer(spec);
  const pictures = new PictureCache(examples, input.channels);
  return {
    examples,
    inputs: [layer],
    count: examples.examples.length,
    async batch(indices, epoch) {
      const places = [...indices];
      const read = await pictures.read(places);
      const seen = read.map((picture, index) => {
        const example = examples.examples[places[index] ?? -1];
        if (augmentation === undefined || example === undefined) return picture;
        return makeView(picture, example, augmentation, chooseView(example, augmentation, epoch));
      });
      const fed = preparePictures(tf, seen, input);
      return { inputs: { [layer]: fed }, labels: takeLabels(examples, places) };
    },
  };
}

/** Class numbers of the examples at these places. */
export function takeLabels(examples: ExampleSet, places: readonly number[]): Int32Array {
  return Int32Array.from(places, (place) => examples.examples[place]?.label ?? -1);
}

class PictureCache {
  readonly #kept = new Map<number, Picture>();
  #bytes = 0;

  constructor(
    private readonly examples: ExampleSet,
    private readonly channels: 1 | 3,
  ) {}

  async read(places: readonly number[]): Promise<Picture[]> {
    const missing = places.filter((place) => !this.#kept.has(place));
    const decoded = await this.examples.readPictures(missing, this.channels);
    const fresh = new Map(missing.map((place, index) => [place, decoded[index]] as const));
    const pictures = places.flatMap((place) => this.#kept.get(place) ?? fresh.get(place) ?? []);
    for (const [place, picture] of fresh) if (picture !== undefined) this.#keep(place, picture);
    return pictures;
  }

  #keep(place: number, picture: Picture): void {
    if (this.#bytes + picture.data.byteLength > KEPT_PICTURE_BYTES) return;
    this.#bytes += picture.data.byteLength;
    this.#kept.set(place, picture);
  }
}
