import { crc32, deflateSync } from 'node:zlib';
import type { HostileFile } from './hostile-file';
import { makeZip } from './write-zip';

/** Good pictures of the formats that are taken, to be damaged. */
export interface GoodPictures {
  readonly png: Buffer;
  readonly jpeg: Buffer;
  readonly webp: Buffer;
  readonly gif: Buffer;
  /** Odd but good ones, by name: CMYK, 16 bits, animated, turned by EXIF. */
  readonly odd: Readonly<Record<string, Buffer>>;
}

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>';
const DISGUISED: Readonly<Record<string, Buffer | string>> = {
  'SVG named .png': SVG,
  'SVG with a byte order mark': `\ufeff<?xml version="1.0"?>${SVG}`,
  'HTML named .png': '<html><script>alert(1)</script></html>',
  'PDF named .png': '%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF',
  'a text named .png': 'no picture',
  'an MVG named .png':
    'push graphic-context\nimage over 0,0 0,0 "ephemeral:/etc/passwd"\npop graphic-context',
  'a TIFF named .png': Buffer.from('49492a0008000000', 'hex'),
  'a BMP named .png': Buffer.from('424d460000000000000036000000', 'hex'),
  'an ICO named .png': Buffer.from('0000010001001010000001002000', 'hex'),
  'an AVIF head named .png': Buffer.from('0000001c66747970617669660000000061766966', 'hex'),
  'a HEIC head named .png': Buffer.from('0000001c6674797068656963000000006d696631', 'hex'),
  'a VIPS file named .png': Buffer.from('b6a6f208', 'hex'),
  'a Radiance file named .png': '#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n',
  'a PPM named .png': 'P6\n1 1\n255\nabc',
  'a matrix named .png': '1 2 3\n4 5 6\n',
  'a FITS head named .png': 'SIMPLE  =                    T',
  'an ELF program named .png': Buffer.from('7f454c4602010100', 'hex'),
};

/** Pictures, each in a zip beside a good one. */
export function makeHostilePictures(good: GoodPictures): HostileFile[] {
  const inZip = (name: string, bytes: Buffer, expected: HostileFile['expected']): HostileFile => ({
    name: `picture: ${name}`,
    bytes: makeZip([
      { name: 'good/1.png', data: good.png },
      { name: 'good/x.png', data: bytes },
    ]),
    expected,
  });
  const broken = { leftOut: /broken|not a PNG/ };
  const formats = Object.entries({
    png: good.png,
    jpeg: good.jpeg,
    webp: good.webp,
    gif: good.gif,
  });
  return [
    ...Object.entries(DISGUISED).map(([name, content]) =>
      inZip(name, Buffer.from(content as Buffer), { leftOut: /not a PNG|broken/ }),
    ),
    ...formats.flatMap(([format, bytes]) =>
      [0.1, 0.4, 0.7, 0.9].map((share) => {
        const length = Math.floor(bytes.length * share);
        return inZip(
          `${format} cut off after ${String(share * 100)} %`,
          bytes.subarray(0, length),
          broken,
        );
      }),
    ),
    inZip('PNG of 30,000 x 30,000', makePng(30_000, 30_000), { leftOut: /million pixels/ }),
    inZip('PNG of 4 billion x 1', makePng(0x7fffffff, 1), {
      leftOut: /million pixels|broken|not a PNG/,
    }),
    inZip('PNG of 0 x 0', makePng(0, 0), { leftOut: /broken|not a PNG/ }),
    inZip('PNG of 7,000 x 7,200, nearly empty', makePng(7_000, 7_200), {
      leftOut: /million pixels|broken/,
    }),
    inZip('PNG with a text bomb', makePng(9, 9, [['zTXt', bomb()]]), broken),
    inZip('PNG with a colour profile bomb', makePng(9, 9, [['iCCP', bomb()]]), broken),
    inZip('PNG head alone', Buffer.from('89504e470d0a1a0a', 'hex'), broken),
    inZip('JPEG head alone', Buffer.from('ffd8ffe0', 'hex'), broken),
    inZip('GIF head alone', Buffer.from('GIF89a'), broken),
    inZip('WebP head alone', Buffer.from('RIFF\x04\0\0\0WEBP', 'latin1'), broken),
    ...Object.entries(good.odd).map(([name, bytes]) => inZip(name, bytes, { taken: true })),
  ];
}

const bomb = () => Buffer.concat([Buffer.from('x\0\0'), deflateSync(Buffer.alloc(20_000_000))]);

/** A PNG that says this size and holds one row of pixels. */
function makePng(width: number, height: number, more: [string, Buffer][] = []): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    writeChunk('IHDR', head),
    ...more.map(([type, data]) => writeChunk(type, data)),
    writeChunk('IDAT', deflateSync(Buffer.alloc(100))),
    writeChunk('IEND', Buffer.alloc(0)),
  ]);
}

function writeChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
