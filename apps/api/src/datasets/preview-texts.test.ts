import { describe, expect, it } from '@jest/globals';
import { previewTexts } from './preview-texts';

const preview = (text: string) => previewTexts(Buffer.from(text), 'csv');

describe('a look at the first rows of a table', () => {
  it('shows those before a quote that stays open, however long its cell is', async () => {
    const head = 'text,label\na,x\n"b, c",y\n';
    const shown = [
      ['a', 'x'],
      ['b, c', 'y'],
    ];
    expect(await preview(`${head}"never closed,z\n`)).toMatchObject({ rows: shown });
    const long = `${head}"${'long\n'.repeat(20_000)}",z\nd,x\n`;
    const looked = await preview(long);
    expect(looked).toMatchObject({ rows: shown, suggested: { text: 'text', label: 'label' } });
  });

  it('refuses a head whose quote stays open, with the number of its row', async () => {
    await expect(preview('"text,label\na,x\n')).rejects.toMatchObject({
      ...{ code: 'csv.quote', details: { row: 1 } },
      message: expect.stringContaining('Row 1'),
    });
  });
});
