import { deflateRawSync, gzipSync } from 'node:zlib';
import type { HostileFile } from './hostile-file';
import { makeZip, type ZipEntry } from './write-zip';

const UNSAFE_NAMES = [
  '../evil.png',
  'a/../../evil.png',
  'a/..',
  '..',
  './a/b.png',
  'a/./b.png',
  'a//b.png',
  '/etc/passwd',
  '//server/share.png',
  'C:/evil.png',
  'c:evil.png',
  'a\\b.png',
  '..\\evil.png',
  'a/b\0.png',
  'a/b\n.png',
  'a/\u001b[2J.png',
  'a/\u007f.png',
  'a/\u0085.png',
  `a/${'x'.repeat(300)}.png`,
  `${'ä'.repeat(140)}/x.png`,
];
/** Links, devices, sockets, pipes. */
const MODES = [0o120777, 0o020666, 0o060666, 0o010644, 0o140755];
const LIMIT_OF_ENTRY = 64 * 1024 ** 2;

/** Archives, each with a good picture beside what is wrong. */
export function makeHostileZips(picture: Buffer): HostileFile[] {
  const good: ZipEntry = { name: 'good/1.png', data: picture };
  const bad = (name: string, entries: ZipEntry[], code: string, place?: number): HostileFile => ({
    ...{ name: `zip: ${name}`, bytes: makeZip(entries) },
    expected: place === undefined ? { code } : { code, place },
  });
  const whole = makeZip([good, { ...good, name: 'good/2.png', deflate: true }]);
  return [
    ...UNSAFE_NAMES.flatMap((name) => [
      bad(
        `first name ${JSON.stringify(name.slice(0, 30))}`,
        [{ name }, good],
        'archive.unsafe_entry',
        1,
      ),
      bad(
        `last name ${JSON.stringify(name.slice(0, 30))}`,
        [good, { name }],
        'archive.unsafe_entry',
        2,
      ),
    ]),
    ...MODES.map((mode) =>
      bad(`mode ${mode.toString(8)}`, [good, { name: 'good/x', mode }], 'archive.unsafe_entry', 2),
    ),
    bad(
      'a link, then a file behind it',
      [
        { name: 'a', mode: 0o120777, data: Buffer.from('/tmp') },
        { name: 'a/b.png', data: picture },
      ],
      'archive.unsafe_entry',
      1,
    ),
    ...[
      ['good/1.png', 'good/1.png'],
      ['good/1.png', 'GOOD/1.PNG'],
      ['ä/1.png', 'a\u0308/1.png'],
      ['straße/1.png', 'STRAßE/1.png'],
    ].map(([first = '', second = '']) =>
      bad(
        `twice ${first} and ${second}`,
        [{ name: first }, { name: second }],
        'archive.unsafe_entry',
        2,
      ),
    ),
    bad(
      'encrypted',
      [good, { name: 'good/x.png', encrypted: true, deflate: true }],
      'archive.encrypted',
      2,
    ),
    bad(
      'an entry of 65 MB',
      [good, { name: 'good/x', declaredSize: LIMIT_OF_ENTRY + 1, deflate: true }],
      'archive.too_large',
      2,
    ),
    bad(
      'an entry of 4 GB',
      [good, { name: 'good/x', declaredSize: 0xfffffffe, deflate: true }],
      'archive.too_large',
      2,
    ),
    bad(
      'a bomb',
      [good, { name: 'good/x', data: Buffer.alloc(3_000_000), deflate: true }],
      'archive.too_large',
      2,
    ),
    bad(
      'more than 16 GB in all, in entries of a megabyte',
      [good, ...swell()],
      'archive.too_large',
    ),
    bad('many small bombs', [good, ...explode()], 'archive.too_large'),
    bad(
      'the same bytes twice',
      [good, { name: 'good/x.png', data: picture, offset: 0 }],
      'archive.overlap',
    ),
    bad(
      'an entry inside another',
      [good, { name: 'good/x.png', data: picture, offset: 20 }],
      'archive.overlap',
    ),
    bad('nothing in it', [], 'dataset.empty'),
    bad('folders only', [{ name: 'good/' }, { name: 'bad/' }], 'dataset.empty'),
    bad('pictures in no folder', [{ name: '1.png', data: picture }], 'dataset.empty'),
    bad('clutter only', [{ name: '__MACOSX/x/1.png', data: picture }], 'dataset.empty'),
    ...cutOff(whole),
    ...notZips(),
    ...brokenEntries(good, picture),
  ];
}

const MEGABYTE = 1024 ** 2;

/** Entries that are small enough each, and say that they are more than 16 GB together. */
function swell(): ZipEntry[] {
  return Array.from({ length: 16 * 1024 }, (_, at) => ({
    ...{ name: `good/${String(at)}.bin`, declaredSize: MEGABYTE, deflate: true },
  }));
}

/** 70 MB in 70 kB: each entry may grow as much as it likes, all together may not. */
function explode(): ZipEntry[] {
  const data = Buffer.alloc(MEGABYTE);
  return Array.from({ length: 70 }, (_, at) => ({
    ...{ name: `good/${String(at)}.bin`, data, deflate: true },
  }));
}

function cutOff(whole: Buffer): HostileFile[] {
  return Array.from({ length: 12 }, (_, index) => {
    const length = Math.floor((whole.length * index) / 12);
    return {
      ...{ name: `zip: cut off after ${String(length)} bytes`, bytes: whole.subarray(0, length) },
      expected: { code: 'archive.corrupt' },
    };
  });
}

function notZips(): HostileFile[] {
  const contents: [string, Buffer][] = [
    ['text', Buffer.from('text,label\na,b\n')],
    ['gzip', gzipSync(Buffer.alloc(1000))],
    ['a head alone', Buffer.from('PK\x03\x04', 'latin1')],
    ['an end without a directory', makeEnd(1, 500, 0)],
    ['an end that points behind the file', makeEnd(1, 46, 1_000_000)],
    ['zeros', Buffer.alloc(70_000)],
    ['noise', Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919) % 251))],
  ];
  return contents.map(([name, bytes]) => ({
    ...{ name: `zip: ${name}`, bytes, expected: { code: 'archive.corrupt' } },
  }));
}

function makeEnd(entries: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

/** The archive can be used; one entry of it can't. */
function brokenEntries(good: ZipEntry, picture: Buffer): HostileFile[] {
  const leftOut = (name: string, entry: Partial<ZipEntry>, reason: RegExp): HostileFile => ({
    name: `zip: ${name}`,
    bytes: makeZip([good, { name: 'good/x.png', data: picture, ...entry }]),
    expected: { leftOut: reason },
  });
  const packed = deflateRawSync(picture);
  packed.fill(0xff, Math.floor(packed.length / 2));
  return [
    leftOut(
      'a size that lies upwards',
      { declaredSize: picture.length + 5, deflate: true },
      /broken/,
    ),
    leftOut(
      'a size that lies downwards',
      { declaredSize: picture.length - 5, deflate: true },
      /broken/,
    ),
    leftOut('a checksum that lies', { declaredChecksum: 1 }, /broken/),
    leftOut('an empty picture', { data: Buffer.alloc(0) }, /empty/),
    leftOut('an archive in the archive', { data: makeZip([good]) }, /not a PNG/),
    leftOut('a picture in no folder', { name: 'x.png' }, /not in the folder/),
    leftOut('packed bytes that are none', { data: packed }, /not a PNG|broken/),
  ];
}
