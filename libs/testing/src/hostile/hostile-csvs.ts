import type { HostileFile } from './hostile-file';

type Case = [name: string, content: string | Buffer, code: string, row?: number];

const HEADER = 'text,label\n';

const REFUSED: Case[] = [
  ['nothing', '', 'dataset.empty'],
  ['a head alone', HEADER, 'dataset.empty'],
  ['empty rows only', `${HEADER}\n\n\n`, 'dataset.empty'],
  ['labels only', `${HEADER},x\n,y\n`, 'dataset.empty'],
  ['no label column', 'text,class\na,x\n', 'csv.columns', 1],
  ['no text column', 'word,label\na,x\n', 'csv.columns', 1],
  ['the label column twice', 'text,label,label\na,x,y\n', 'csv.columns', 1],
  ['columns named __proto__', '__proto__,constructor\na,x\n', 'csv.columns', 1],
  ['a cell too many', `${HEADER}a,x\nb,y,z\n`, 'csv.ragged_row', 3],
  ['a cell too few', `${HEADER}a,x\nb\n`, 'csv.ragged_row', 3],
  ['a row of one thousand cells', `${HEADER}${','.repeat(1000)}\n`, 'csv.ragged_row', 2],
  ['a lone quote at the end', `${HEADER}a,x\n"\n`, 'csv.quote', 3],
  ['a quote never closed', `${HEADER}"a,x\nb,y\n`, 'csv.quote', 2],
  ['a quote in the middle', `${HEADER}a"b,x\n`, 'csv.quote', 2],
  ['text behind a quote', `${HEADER}"a"b,x\n`, 'csv.quote', 2],
  ['three quotes', `${HEADER}""",x\n`, 'csv.quote', 2],
  ['a NUL', `${HEADER}a\0b,x\n`, 'csv.nul'],
  ['NULs only', Buffer.alloc(1000), 'csv.nul'],
  ['a NUL far behind', `${HEADER}${'a,x\n'.repeat(30_000)}\0,x\n`, 'csv.nul'],
  ['an endless head', 'a'.repeat(1_200_000), 'csv.too_large'],
  ['one endless cell', `${HEADER}${'a'.repeat(1_200_000)},x\n`, 'csv.too_large'],
  ['one endless quoted cell', `${HEADER}"${'a\n'.repeat(700_000)}`, 'csv.too_large'],
  ['UTF-8 that turns into something else', brokenLater(), 'csv.not_utf8'],
  [
    'UTF-16 that ends in half a letter',
    Buffer.from(`\ufeff${HEADER}ä,ö\n`, 'utf16le').subarray(0, -1),
    'csv.not_utf8',
  ],
  ['a zip named .csv', Buffer.from('504b0304140000000000', 'hex'), 'csv.nul'],
  ['a PNG named .csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'csv.nul'],
  ['JSON named .csv', '{"text":"a","label":"b"}\n', 'csv.quote', 1],
];

const TAKEN: [name: string, content: string | Buffer][] = [
  ['a formula', `${HEADER}"=HYPERLINK(""http://x"",""y"")",+1\n@sum,-2\n`],
  ['UTF-16 with a mark', Buffer.from(`\ufeff${HEADER}ä,ö\n`, 'utf16le')],
  ['UTF-16 without one', Buffer.from(`${HEADER}ä,ö\n`, 'utf16le')],
  ['UTF-16 of the other order, with a mark', swapBytes(`\ufeff${HEADER}ä,ö\n`)],
  ['UTF-16 of the other order, without one', swapBytes(`${HEADER}ä,ö\n`)],
  ['Windows-1252', Buffer.from(`${HEADER}ä,ö\n`, 'latin1')],
  ['right-to-left marks', `${HEADER}\u202egnp.exe,x\n`],
  ['markup', `${HEADER}<img src=x onerror=alert(1)>,<script>\n`],
  ['a label __proto__', `${HEADER}a,__proto__\nb,constructor\n`],
  ['old Macintosh line ends', 'text,label\ra,x\rb,y\r'],
  [
    'one thousand columns',
    `${'c,'.repeat(998)}text,label\n${'v,'.repeat(998)}a,x\n`.replaceAll('c,', 'c,'),
  ],
  ['an emoji cut by a chunk', `${HEADER}${'😀'.repeat(5000)},x\n`],
];

/** Texts as CSV. */
export function makeHostileCsvs(): HostileFile[] {
  return [
    ...REFUSED.map(([name, content, code, row]) => ({
      ...{ name: `csv: ${name}`, bytes: Buffer.from(content as Buffer) },
      expected: row === undefined ? { code } : { code, place: row },
    })),
    ...TAKEN.map(([name, content]) => ({
      ...{ name: `csv: ${name}`, bytes: Buffer.from(content as Buffer) },
      expected: { taken: true } as const,
    })),
  ];
}

function swapBytes(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

function brokenLater(): Buffer {
  const whole = Buffer.from(`${HEADER}${'ä,x\n'.repeat(30_000)}`);
  whole[whole.length - 4] = 0xff;
  return whole;
}
