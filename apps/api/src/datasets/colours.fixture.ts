import type { Client } from '@graft/contracts';
import { makeZip } from '@graft/testing/hostile';
import { makePicture } from './picture.fixture';

export const PER_CLASS = 20;

/** A zip of red and blue pictures, each of another width; `first` is the format of the first of each class. */
async function makeUpload(first: 'png' | 'webp'): Promise<Uint8Array<ArrayBuffer>> {
  const files = ['red', 'blue'].flatMap((colour) =>
    Array.from({ length: PER_CLASS }, async (_, index) => ({
      name: `${colour}/${index}.png`,
      data: await makePicture(colour, index === 0 ? first : 'png', {
        width: 16 + index,
        height: 16,
      }),
    })),
  );
  return new Uint8Array(makeZip(await Promise.all(files)));
}

/** Imports them as the data set `colours`. */
export async function importColours(
  client: Client,
  { first = 'png' }: { first?: 'png' | 'webp' } = {},
) {
  return client.importDataset({
    query: { name: 'colours', format: 'zip' },
    body: await makeUpload(first),
    contentType: 'application/zip',
  });
}

/** Imports two short texts as the data set `moods`. */
export async function importMoods(client: Client) {
  return client.importDataset({
    query: { name: 'moods', format: 'csv' },
    body: new Blob(['text,label\nwhat a day,good\n<script>no</script>,bad\n']),
    contentType: 'text/csv',
  });
}
