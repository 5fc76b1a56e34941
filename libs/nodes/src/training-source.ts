import type { DataSource, Tf } from '@graft/ml';
import type { ModelSpec } from '@graft/model';
import type { Tensor } from './tensor';
import type { ExampleSet, FeatureTable, Picture, StepContext } from './define-step';
import { findInputLayer, requireImageInput } from './input-layer';
import { preparePictures } from './prepare-pictures';

/** Decoded pictures are kept up to this, so that an epoch does not decode them again. */
const KEPT_PICTURE_BYTES = 512 * 1024 * 1024;

/** What a data port gives to training and evaluation, with the layers that it feeds. */
export interface OpenedSource extends DataSource {
  readonly examples: ExampleSet;
  /** Layers that are fed: the cut of cached features, or the input layer. */
  readonly inputs: readonly string[];
}

/**
 * The examples of a data port as batches: rows of the feature cache where the plan says so, decoded
 * pictures elsewhere.
 */
export async function openSource(
  context: StepContext,
  tf: Tf,
  spec: ModelSpec,
  port: string,
): Promise<OpenedSource> {
  const examples = await context.openExamples(port);
  if (context.step.features?.steps[port] === undefined) return pictureSource(tf, spec, examples);
  return featureSource(tf, await context.openFeatures(port, examples), examples);
}

function featureSource(tf: Tf, table: FeatureTable, examples: ExampleSet): OpenedSource {
  return {
    examples,
    inputs: table.cut,
    count: table.count,
    batch(indices) {
      const places = [...indices];
      const inputs: Record<string, Tensor> = {};
      for (const layer of table.cut) {
        const shape = [places.length, ...(table.shapes[layer] ?? [])];
        inputs[layer] = tf.tensor(table.gather(layer, places), shape, 'float32');
      }
      return { inputs, labels: takeLabels(examples, places) };
    },
  };
}

function pictureSource(tf: Tf, spec: ModelSpec, examples: ExampleSet): OpenedSource {
  const input = requireImageInput(spec);
  const layer = findInputLayer(spec);
  const pictures = new PictureCache(examples, input.channels);
  return {
    examples,
    inputs: [layer],
    count: examples.examples.length,
    async batch(indices) {
      const places = [...indices];
      const fed = preparePictures(tf, await pictures.read(places), input);
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
