import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { importPictures } from './import-pictures';
import { PackWriter } from './pack-writer';
import { makePicture } from './picture.fixture';
import { makeZip, type ZipEntry } from '@graft/testing/hostile';

let folder: string;
let blobs: Map<string, Buffer>;
let packs: PackWriter;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-import-'));
  blobs = new Map();
  packs = new PackWriter(folder, async (path) => {
    const bytes = await readFile(path);
    const digest = createHash('sha256').update(bytes).digest('hex');
    blobs.set(digest, bytes);
    return digest;
  });
});

afterEach(() => rm(folder, { recursive: true }));

async function importZip(entries: readonly ZipEntry[]) {
  return importBytes(makeZip(entries));
}

async function importBytes(bytes: Buffer) {
  const path = join(folder, 'upload');
  await writeFile(path, bytes);
  return importPictures(path, packs);
}

describe('importing pictures', () => {
  it('makes one class of each folder and packs the bytes as they came', async () => {
    const [red, blue] = [await makePicture('red'), await makePicture('blue', 'jpeg')];
    const { manifest, classes, rejected } = await importZip([
      { name: 'dog/b.jpg', data: blue, deflate: true },
      { name: 'cat/a.png', data: red },
      { name: 'dog/c.png', data: red },
    ]);
    expect(rejected).toEqual([]);
    expect(classes).toEqual([
      { name: 'cat', count: 1 },
      { name: 'dog', count: 2 },
    ]);
    expect(manifest.element).toEqual({ kind: 'image', height: 6, width: 8, channels: 3 });
    const bytesOf = manifest.examples.map((example) => {
      if (!('pack' in example)) throw new Error('a picture lies in a pack');
      const { pack, offset, length } = example;
      return blobs.get(pack)?.subarray(offset, offset + length);
    });
    expect(bytesOf).toEqual([red, blue, red]);
    expect(manifest.examples.map(({ label }) => label)).toEqual([0, 1, 1]);
    expect(manifest.examples[0]?.sha256).toBe(createHash('sha256').update(red).digest('hex'));
    expect([...blobs.values()].map(({ length }) => length)).toEqual([red.length + blue.length]);
  });

  it('says null for a size that varies and 1 channel when all are grey', async () => {
    const grey = (width: number) =>
      sharp({ create: { width, height: 4, channels: 3, background: '#888' } })
        .toColourspace('b-w')
        .png()
        .toBuffer();
    const { manifest } = await importZip([
      { name: 'a/1.png', data: await grey(4) },
      { name: 'b/2.png', data: await grey(5) },
    ]);
    expect(manifest.element).toEqual({ kind: 'image', height: 4, width: null, channels: 1 });
  });

  it('turns a picture upright as its EXIF says and stores that', async () => {
    const turned = await sharp(await makePicture('red', 'jpeg'))
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const { manifest } = await importZip([{ name: 'a/1.jpg', data: turned }]);
    expect(manifest.element).toMatchObject({ height: 8, width: 6 });
    const [pack] = blobs.values();
    expect((await sharp(pack).metadata()).format).toBe('png');
  });

  it('lists what cannot be used with the reason and keeps the rest', async () => {
    const good = await makePicture('red');
    const { classes, rejected } = await importZip([
      { name: 'a/broken.png', data: good.subarray(0, good.length - 20) },
      { name: 'a/good.png', data: good },
      { name: 'a/empty.png' },
      { name: 'a/page.svg', data: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') },
      { name: 'loose.png', data: good },
      { name: '__MACOSX/a/._good.png', data: good },
    ]);
    expect(classes).toEqual([{ name: 'a', count: 1 }]);
    expect(rejected).toEqual([
      { name: 'loose.png', reason: 'it is not in the folder of a class' },
      { name: 'a/broken.png', reason: 'the picture is broken: it cannot be decoded to its end' },
      { name: 'a/empty.png', reason: 'the file is empty' },
      { name: 'a/page.svg', reason: 'it is not a PNG, JPEG, WebP or GIF picture' },
    ]);
  });

  it('looks through one folder around everything', async () => {
    const { classes } = await importZip([
      { name: 'pets/cat/1.png', data: await makePicture('red') },
      { name: 'pets/dog/1.png', data: await makePicture('blue') },
    ]);
    expect(classes.map(({ name }) => name)).toEqual(['cat', 'dog']);
  });

  it('splits the bytes into packs of bounded size', async () => {
    const pictures = await Promise.all(['red', 'green', 'blue'].map((each) => makePicture(each)));
    const size = Math.max(...pictures.map(({ length }) => length));
    packs = new PackWriter(folder, (path) => readFile(path).then((b) => `${b.length}`), size + 1);
    const { manifest } = await importZip(
      pictures.map((data, index) => ({ name: `a/${index}.png`, data })),
    );
    expect(manifest.examples.map((each) => 'pack' in each && each.offset)).toEqual([0, 0, 0]);
    expect((await readdir(folder)).sort()).toEqual(['upload']);
  });

  it('refuses an empty archive and one without any usable picture', async () => {
    await expect(importZip([])).rejects.toMatchObject({ code: 'dataset.empty', status: 422 });
    await expect(importZip([{ name: 'a/1.png', data: Buffer.from('x') }])).rejects.toMatchObject({
      code: 'dataset.empty',
      details: { rejected: [{ name: 'a/1.png' }] },
    });
  });
});

describe('a hostile archive', () => {
  it.each([
    ['../evil.png'],
    ['a/../../evil.png'],
    ['/etc/passwd'],
    ['C:/evil.png'],
    ['a\\..\\evil.png'],
    ['a/ev\0il.png'],
    ['a//b.png'],
    ['a/./b.png'],
    [`a/${'x'.repeat(300)}.png`],
  ])('with the name %j is refused before anything is unpacked', async (name) => {
    await expect(
      importZip([{ name: 'a/good.png', data: await makePicture('red') }, { name }]),
    ).rejects.toMatchObject({ code: 'archive.unsafe_entry', details: { entry: 2 } });
    expect(blobs.size).toBe(0);
  });

  it.each<[string, string, ZipEntry[]]>([
    ['a symbolic link', 'unsafe_entry', [{ name: 'a/link', mode: 0o120777 }]],
    ['a device', 'unsafe_entry', [{ name: 'a/dev', mode: 0o020666 }]],
    ['a name twice', 'unsafe_entry', [{ name: 'a/1.png' }, { name: 'A/1.PNG' }]],
    ['encryption', 'encrypted', [{ name: 'a/1.png', deflate: true, encrypted: true }]],
    [
      'a bomb',
      'too_large',
      [{ name: 'a/1.png', data: Buffer.alloc(4 * 1024 ** 2), deflate: true }],
    ],
    ['a huge entry', 'too_large', [{ name: 'a/1.png', deflate: true, declaredSize: 2 ** 31 }]],
    [
      'entries that share bytes',
      'overlap',
      [
        { name: 'a/1.png', data: Buffer.alloc(100) },
        { name: 'a/2.png', data: Buffer.alloc(100), offset: 0 },
      ],
    ],
  ])('with %s is refused as %s', async (_, code, entries) => {
    await expect(importZip(entries)).rejects.toMatchObject({ code: `archive.${code}` });
  });

  it('that is cut off or no zip at all is refused', async () => {
    const whole = makeZip([{ name: 'a/1.png', data: await makePicture('red') }]);
    for (const bytes of [whole.subarray(0, 60), Buffer.from('hello'), Buffer.alloc(0)]) {
      await expect(importBytes(bytes)).rejects.toMatchObject({ code: 'archive.corrupt' });
    }
  });

  it('that lies about the size of an entry loses that entry only', async () => {
    const good = await makePicture('red');
    const { classes, rejected } = await importZip([
      { name: 'a/good.png', data: good },
      { name: 'a/liar.png', data: Buffer.alloc(5000, 1), deflate: true, declaredSize: 10 },
    ]);
    expect(classes).toEqual([{ name: 'a', count: 1 }]);
    expect(rejected).toEqual([{ name: 'a/liar.png', reason: 'it is broken in the archive' }]);
  });
});
