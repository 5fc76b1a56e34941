import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { importTexts } from './import-texts';

async function* pieces(text: string | Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) {
    yield await Promise.resolve(bytes.subarray(at, at + size));
  }
}

const importCsv = (text: string | Uint8Array) => importTexts(pieces(text));

describe('importing texts', () => {
  it('takes the columns text and label, in any order and with others', async () => {
    const { manifest, classes, rejected } = await importCsv(
      'id,Label,TEXT\n1,fruit,apple\n2,animal,"cat, ""big"""\n3,fruit,pear\n',
    );
    expect(rejected).toEqual([]);
    expect(classes).toEqual([
      { name: 'animal', count: 1 },
      { name: 'fruit', count: 2 },
    ]);
    expect(manifest.element).toEqual({ kind: 'text' });
    expect(
      manifest.examples.map((each) => 'text' in each && [each.text, each.label, each.name]),
    ).toEqual([
      ['apple', 1, 'row 2'],
      ['cat, "big"', 0, 'row 3'],
      ['pear', 1, 'row 4'],
    ]);
  });

  it.each([';', '\t'])('finds the delimiter %j, a byte order mark and CR LF', async (delimiter) => {
    const text = `\ufefftext${delimiter}label\r\nein Haus${delimiter}Gebäude\r\n`;
    const { classes } = await importCsv(text);
    expect(classes).toEqual([{ name: 'Gebäude', count: 1 }]);
  });

  it.each([
    ['UTF-16 with a byte order mark', Buffer.from('\ufefftext,label\nMäuse,Größe\n', 'utf16le')],
    ['UTF-16 without one', Buffer.from('text,label\nMäuse,Größe\n', 'utf16le')],
    ['big-endian UTF-16', Buffer.from('\ufefftext,label\nMäuse,Größe\n', 'utf16le').swap16()],
    ['Windows-1252', Buffer.from('text,label\nMäuse,Größe\n', 'latin1')],
  ])('reads %s', async (_, bytes) => {
    const { manifest } = await importCsv(bytes);
    expect(manifest.classes).toEqual(['Größe']);
    expect(manifest.examples).toMatchObject([{ text: 'Mäuse', name: 'row 2' }]);
  });

  it('takes the columns that were chosen', async () => {
    const columns = { text: 'Title', label: 'kind' };
    const csv = importTexts(pieces('title;kind;text\na;x;no\n'), { columns });
    expect((await csv).manifest.examples).toMatchObject([{ text: 'a' }]);
    await expect(importTexts(pieces('title;sort\na;x\n'), { columns })).rejects.toMatchObject({
      code: 'csv.columns',
      message:
        'Row 1 names the columns; exactly one must be called "kind". There are: title, sort.',
    });
  });

  it('takes columns whatever they are called', async () => {
    const columns = { text: '__proto__', label: 'constructor' };
    const { manifest } = await importTexts(pieces('__proto__,constructor\na,x\n'), { columns });
    expect(manifest).toMatchObject({ classes: ['x'], examples: [{ text: 'a' }] });
  });

  it('reads JSON lines, with the number of the line in every message', async () => {
    const lines = '{"text":"a","label":"x"}\n\n{"text":"b","label":3}\n{"label":"y"}\n';
    const { classes, rejected } = await importTexts(pieces(lines), { format: 'jsonl' });
    expect(classes).toEqual([
      { name: '3', count: 1 },
      { name: 'x', count: 1 },
    ]);
    expect(rejected).toEqual([{ name: 'row 4', reason: 'the text is empty' }]);
    const broken = importTexts(pieces('{"text":"a","label":"x"}\n{"text"\n'), { format: 'jsonl' });
    await expect(broken).rejects.toMatchObject({ code: 'csv.unreadable', details: { row: 2 } });
  });

  it('lists rows without a text or label and keeps the rest', async () => {
    const { rejected, classes } = await importCsv('text,label\na,x\n,x\nb,\n');
    expect(classes).toEqual([{ name: 'x', count: 1 }]);
    expect(rejected).toEqual([
      { name: 'row 3', reason: 'the text is empty' },
      { name: 'row 4', reason: 'the label is empty' },
    ]);
  });

  it('counts empty rows, as a spreadsheet does', async () => {
    const { manifest, rejected } = await importCsv('text,label\n\na,x\n\n\n,y\nb,z\n');
    expect(manifest.examples.map(({ name }) => name)).toEqual(['row 3', 'row 7']);
    expect(rejected).toMatchObject([{ name: 'row 6' }]);
    await expect(importCsv('text,label\n\na,x\n\nb,y,z\n')).rejects.toMatchObject({
      ...{ code: 'csv.ragged_row', details: { row: 5 } },
      message: expect.stringMatching(/^Row 5 /),
    });
  });

  it.each([
    ['a ragged row', 'text,label\na,x\nb,y,z\n', { code: 'csv.ragged_row', details: { row: 3 } }],
    ['a short row', 'text,label\na\n', { code: 'csv.ragged_row', details: { row: 2 } }],
    ['an open quote', 'text,label\na,x\n"b,y\n', { code: 'csv.quote', details: { row: 3 } }],
    ['a stray quote', 'text,label\na"b,x\n', { code: 'csv.quote', details: { row: 2 } }],
    ['text behind a quote', 'text,label\n"a"b,x\n', { code: 'csv.quote', details: { row: 2 } }],
    ['NUL', 'text,label\na\0,x\n', { code: 'csv.nul' }],
    ['no label column', 'text,class\na,x\n', { code: 'csv.columns', details: { row: 1 } }],
    ['two text columns', 'text,text,label\na,b,x\n', { code: 'csv.columns' }],
    ['no rows', 'text,label\n', { code: 'dataset.empty' }],
    ['nothing', '', { code: 'dataset.empty' }],
    ['one endless line', `text,label\n${'a'.repeat(1_100_000)}`, { code: 'csv.too_large' }],
  ])('refuses a CSV with %s', async (_, text, problem) => {
    await expect(importCsv(text)).rejects.toMatchObject({ status: 422, ...problem });
  });

  it('gives any quoted text back as it was', async () => {
    const cell = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => {
      return text.trim() !== '' && text === text.trim() && !text.includes('\0');
    });
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 5 }), async (texts) => {
        const rows = texts.map((text) => `"${text.replaceAll('"', '""')}",x\n`).join('');
        const { manifest } = await importCsv(`text,label\n${rows}`);
        expect(manifest.examples.map((each) => 'text' in each && each.text)).toEqual(texts);
      }),
      { numRuns: 100 },
    );
  });
});
