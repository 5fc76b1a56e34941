import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashDistance, NEAR_DISTANCE } from '@graft/graph';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { openArchive } from './open-archive';
import { readPicture } from './read-picture';

const zip = join(import.meta.dirname, '../../../../assets/datasets/emoji-objects.zip');
const EVERY = 16;

let folder: string;
let pictures: Buffer[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-hash-'));
  const path = join(folder, 'objects.zip');
  await writeFile(path, createReadStream(zip));
  const archive = await openArchive(path);
  const chosen = archive.files.filter((_, index) => index % EVERY === 0);
  pictures = await Promise.all(chosen.map((file) => file.read()));
  archive.close();
});
afterAll(() => rm(folder, { recursive: true }));

async function hashOf(bytes: Buffer): Promise<string> {
  const reading = await readPicture(bytes);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.phash;
}

const onWhite = (bytes: Buffer) => sharp(bytes).flatten({ background: '#fff' });
const CHANGES: [string, (bytes: Buffer) => Promise<Buffer>][] = [
  ['a JPEG of quality 60', (bytes) => onWhite(bytes).jpeg({ quality: 60 }).toBuffer()],
  ['half the size', (bytes) => onWhite(bytes).resize(32).png().toBuffer()],
  ['darker', (bytes) => onWhite(bytes).modulate({ brightness: 0.9 }).png().toBuffer()],
];

describe('the perceptual hash', () => {
  it.each(CHANGES)('stays near for the same picture: %s', async (_, change) => {
    const distances = await Promise.all(
      pictures.map(async (bytes) =>
        hashDistance(await hashOf(bytes), await hashOf(await change(bytes))),
      ),
    );
    const near = distances.filter((distance) => distance <= NEAR_DISTANCE).length;
    expect(near / pictures.length).toBeGreaterThan(0.9);
  });

  it('is far for different pictures', async () => {
    const hashes = await Promise.all(pictures.map(hashOf));
    const pairs = hashes.flatMap((left, at) => hashes.slice(0, at).map((right) => [left, right]));
    const near = pairs.filter(
      ([left = '', right = '']) => hashDistance(left, right) <= NEAR_DISTANCE,
    );
    expect(near.length / pairs.length).toBeLessThan(0.002);
  });

  it('is that of the upright picture', async () => {
    const [bytes = Buffer.alloc(0)] = pictures;
    const lying = await onWhite(bytes).rotate(90).withMetadata({ orientation: 8 }).png().toBuffer();
    expect(hashDistance(await hashOf(lying), await hashOf(bytes))).toBeLessThanOrEqual(
      NEAR_DISTANCE,
    );
  });

  it('of a picture of one colour has no bit set', async () => {
    const blank = await sharp({ create: { width: 9, height: 5, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    expect(await hashOf(blank)).toBe('0000000000000000');
  });
});
