import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineOutcome } from '@graft/engine/host';
import { attachHead, buildSmallCnn } from '@graft/model';
import { startMessageSchema, type StartMessage } from '@graft/plan';
import { LocalBlobStore } from '@graft/storage';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FeatureMapper } from './feature-mapper';

let folder: string;
let blobs: LocalBlobStore;
let model: { digest: string };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-feature-mapper-'));
  blobs = new LocalBlobStore(join(folder, 'blobs'));
  const input = { kind: 'image', height: 8, width: 8, channels: 3, mean: 0, scale: 1 } as const;
  const spec = attachHead(buildSmallCnn(input, 1), {
    ...{ pooling: 'auto', hiddenUnits: [], dropout: 0, labels: ['a', 'b'], seed: 1 },
  });
  model = await blobs.put({ bytes: Buffer.from(JSON.stringify(spec)) });
});
afterEach(() => rm(folder, { recursive: true }));

const found = {
  block: 'block1',
  blocks: [{ block: 'block1', layer: 'conv1', height: 2, width: 1, channels: 4 }],
  ...{ height: 2, width: 1, maps: [{ channel: 3, pixels: 'AP8=' }] },
};
const picture = { name: '../../cat.png', bytes: Buffer.from('picture') };

/** An engine that finds `found`, or fails. */
function mapperThat(failure?: EngineOutcome) {
  const asked: { start: StartMessage; picture: string }[] = [];
  const run = async (start: StartMessage): Promise<EngineOutcome> => {
    const { digest } = start.step.params['picture'] as { digest: string };
    const read = await readFile(start.files[digest] ?? '', 'utf8');
    asked.push({ start: startMessageSchema.parse(start), picture: read });
    await writeFile(join(start.scratch, 'maps'), JSON.stringify(found));
    const made = { summary: {}, effects: [], provenance: {}, ended: 'complete' as const };
    return failure ?? { type: 'done', outputs: { maps: { kind: 'file', path: 'maps' } }, ...made };
  };
  return { asked, mapper: new FeatureMapper({ run }, blobs, join(folder, 'scratch'), 2) };
}

describe('feature maps of a picture', () => {
  it('asks the engine for a block, with the picture under its digest, and keeps nothing', async () => {
    const { asked, mapper } = mapperThat();
    expect(await mapper.map(model, picture, { block: 'block1', most: 7 })).toEqual(found);
    const [{ start, picture: read } = { start: null, picture: '' }] = asked;
    expect(read).toBe('picture');
    expect(start?.step).toMatchObject({
      kind: 'map-features',
      params: { block: 'block1', most: 7, picture: { name: picture.name } },
      models: { model: model.digest },
    });
    expect(await readdir(join(folder, 'scratch'))).toEqual([]);
  });

  it('passes a refusal on, and keeps nothing then either', async () => {
    const { mapper } = mapperThat({
      ...{ type: 'failed', errorClass: 'user', code: 'features.no-maps' },
      ...{ message: 'This model has no feature maps.', details: {} },
    });
    const refused = mapper.map(model, picture, { most: 1 });
    await expect(refused).rejects.toMatchObject({ code: 'features.no-maps' });
    expect(await readdir(join(folder, 'scratch'))).toEqual([]);
  });
});
