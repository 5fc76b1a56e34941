import { UserError } from '@graft/errors';
import { drawMaps } from '@graft/ml';
import { listMapPlaces, type MapPlace, type ModelSpec } from '@graft/model';
import { z } from 'zod';
import { defineStep } from './define-step';
import { requireImageInput } from './input-layer';
import { listNames } from './wording';

/** Finer than a person can look at side by side. */
const LONGEST_SIDE = 56;

const paramsSchema = z.looseObject({
  picture: z.strictObject({ name: z.string(), digest: z.string() }),
  /** Absent: the first block that has maps. */
  block: z.string().optional(),
  most: z.int().min(1).max(64).default(24),
});

/** What the channels of one block make of one picture, and which blocks there are. */
export interface FeatureMaps {
  readonly block: string;
  readonly blocks: readonly MapPlace[];
  /** Of the drawn maps. */
  readonly height: number;
  readonly width: number;
  /** Grey, 8 bits, row by row, in base64; those that differ most over the picture first. */
  readonly maps: readonly { readonly channel: number; readonly pixels: string }[];
}

/** Shows the feature maps of a picture that belongs to no data set. Output `maps` is `FeatureMaps` as JSON. */
export const mapFeaturesStep = defineStep({
  kind: 'map-features',
  async run(context) {
    const { picture, block, most } = paramsSchema.parse(context.step.params);
    const spec = context.spec('model');
    const { channels } = requireImageInput(spec);
    const blocks = listMapPlaces(spec);
    const place = choosePlace(spec, blocks, block);
    const read = await context.readPicture(picture.digest, channels, picture.name);
    const executor = await context.openModel(spec, [place.layer]);
    context.addProvenance({ executor: executor.name });
    try {
      const values = (await executor.execute([read])).get(place.layer) ?? new Float32Array();
      const shape = [place.height, place.width, place.channels];
      const drawn = drawMaps(values, shape, { most, longest: LONGEST_SIDE });
      const found: FeatureMaps = {
        ...{ block: place.block, blocks, height: drawn.height, width: drawn.width },
        maps: drawn.maps.map(({ channel, pixels }) => ({
          channel,
          pixels: Buffer.from(pixels).toString('base64'),
        })),
      };
      await context.offer('maps', { kind: 'file', bytes: JSON.stringify(found) });
      return { ended: 'complete', summary: { block: place.block, maps: found.maps.length } };
    } finally {
      await executor.dispose();
    }
  },
});

function choosePlace(
  { layers }: ModelSpec,
  places: readonly MapPlace[],
  block: string | undefined,
): MapPlace {
  const found = block === undefined ? places[0] : places.find((each) => each.block === block);
  if (found !== undefined) return found;
  if (places.length === 0) {
    throw new UserError({
      code: 'features.no-maps',
      message: `None of the ${String(layers.length)} layers of this model has feature maps.`,
    });
  }
  throw new UserError({
    code: 'features.unknown-block',
    message: `The model has no block "${String(block)}" with feature maps. It has ${listNames(places.map((each) => each.block))}.`,
  });
}
