import { describe, expect, it } from '@jest/globals';
import type { DatasetManifest } from '@graft/graph';
import { catalogue } from '../catalogue';
import { nameExampleFiles } from './name-example-files';
import { writeExamples } from './write-examples';

describe('the list of examples beside a program', () => {
  const digest = 'f'.repeat(64);
  const manifest: DatasetManifest = {
    format: 'graft.dataset/1',
    element: { kind: 'image', height: 8, width: 8, channels: 3 },
    classes: ['../x', '..?x', 'c'],
    examples: [0, 1, 2].map((label) => ({
      ...{ sha256: String(label).repeat(64), label, name: `up/${String(label)}.JPG` },
      ...{ pack: digest, offset: label, length: 1 },
    })),
  };

  it('names each file by class and content, whatever the class is called', () => {
    const fileOf = nameExampleFiles(manifest);
    expect(manifest.examples.map(fileOf)).toEqual([
      `__x/${'0'.repeat(20)}.jpg`,
      `__x-1/${'1'.repeat(20)}.jpg`,
      `c/${'2'.repeat(20)}.jpg`,
    ]);
  });

  it('keeps the folder of a class that a filter has numbered anew', async () => {
    const keep = { mode: 'keep', classes: ['..?x', 'c'] };
    const operation = { kind: 'filter-classes', version: 1, params: keep, port: 'dataset' };
    const recipe = { dataset: digest, operations: [operation] };
    const sources = [{ command: 'x', dataset: { digest, folder: 'mine' } }];
    const text = await writeExamples(
      { selections: [{ name: 'all', recipe }], sources },
      catalogue,
      () => Promise.resolve(manifest),
    );
    expect(JSON.parse(text)).toEqual({
      all: [
        { file: `mine/__x-1/${'1'.repeat(20)}.jpg`, label: '..?x' },
        { file: `mine/c/${'2'.repeat(20)}.jpg`, label: 'c' },
      ],
    });
  });
});
