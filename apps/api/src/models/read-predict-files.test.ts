import { describe, expect, it } from '@jest/globals';
import { readPredictFiles } from './read-predict-files';

async function* send(text: string): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield new TextEncoder().encode(text);
}

async function read(text: string): Promise<{ name: string; text: string }[]> {
  const found = [];
  const options = { name: 'upload', layout: 'lines', folder: '/nowhere' } as const;
  for await (const { name, bytes } of readPredictFiles(send(text), options)) {
    found.push({ name, text: bytes.toString('utf8') });
  }
  return found;
}

describe('texts to classify', () => {
  it('are the lines of the body that hold something, named by themselves', async () => {
    expect(await read('red apple\r\n\n  black cat \n')).toEqual([
      { name: 'red apple', text: 'red apple' },
      { name: 'black cat', text: 'black cat' },
    ]);
  });

  it('keep their whole text under a shortened name', async () => {
    const [long] = await read('x'.repeat(200));
    expect(long?.text).toHaveLength(200);
    expect(long?.name).toHaveLength(80);
  });

  it('are refused when there are too many', async () => {
    await expect(read('a\n'.repeat(10_001))).rejects.toMatchObject({
      code: 'body.too_many_texts',
      status: 413,
    });
  });
});
