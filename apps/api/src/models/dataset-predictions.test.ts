import { describe, expect, it } from '@jest/globals';
import type { Predictions } from '@graft/contracts';
import { UserError } from '@graft/errors';
import { datasetManifestSchema } from '@graft/graph';
import { writePredictions } from './dataset-predictions';

const texts = (names: readonly string[]) =>
  names.map((name, at) => ({
    ...{ sha256: at.toString(16).padStart(64, '0'), label: at % 2, name, text: name },
  }));

function manifestOf(names: readonly string[]) {
  const element = { kind: 'text' };
  const classes = ['cat', 'dog'];
  return datasetManifestSchema.parse({
    ...{ format: 'graft.dataset/1', element, classes, examples: texts(names) },
  });
}

async function write(
  names: readonly string[],
  predict: (files: { name: string; bytes: Buffer }[]) => Predictions,
): Promise<string[]> {
  const manifest = manifestOf(names);
  const examples = {
    load: () => Promise.resolve(manifest),
    read: (_: string, __: string, sha256: string) =>
      Promise.resolve({
        bytes: Buffer.from(names[parseInt(sha256, 16)] ?? ''),
        type: 'text/plain',
      }),
  };
  const predictor = {
    predict: (_: unknown, files: unknown) =>
      Promise.resolve().then(() => predict(files as { name: string; bytes: Buffer }[])),
  };
  const wanted = { workspaceId: 'w', model: { digest: 'm' }, manifest, digest: 'd' };
  let csv = '';
  for await (const part of writePredictions({ examples, predictor }, wanted)) csv += part;
  return csv.split('\r\n');
}

const cat = (file: string) => ({
  ...{ file, top: [{ label: 'cat', probability: 0.87654 }], unsure: false, nearest: [] },
});

describe('the predictions of a data set', () => {
  it('are one row an example, in its order, in more than one batch', async () => {
    const names = Array.from({ length: 70 }, (_, at) => `text ${String(at)}`);
    const sizes: number[] = [];
    const rows = await write(names, (files) => {
      sizes.push(files.length);
      return { predictions: files.map(({ name }) => cat(name)), rejected: [] };
    });
    expect(sizes).toEqual([32, 32, 6]);
    expect(rows).toHaveLength(72);
    expect(rows[0]).toBe('name,class,predicted,probability,correct,unsure,problem');
    expect(rows[1]).toBe('text 0,cat,cat,0.8765,true,false,');
    expect(rows[70]).toBe('text 69,dog,cat,0.8765,false,false,');
  });

  it('say of each example why it has none', async () => {
    const some = await write(['a', 'b'], () => ({
      predictions: [cat('1')],
      rejected: [{ name: '0', reason: 'no, "really"' }],
    }));
    expect(some.slice(1, 3)).toEqual([
      'a,cat,,,,,"no, ""really"""',
      'b,dog,cat,0.8765,false,false,',
    ]);
    const none = await write(['a'], () => {
      throw new UserError({ code: 'predict.not_a_picture', message: 'unreadable' });
    });
    expect(none[1]).toBe('a,cat,,,,,unreadable');
  });

  it('pass other failures on', async () => {
    const fail = () => {
      throw new UserError({ code: 'model.mismatch', message: 'texts, not pictures' });
    };
    await expect(write(['a'], fail)).rejects.toMatchObject({ code: 'model.mismatch' });
  });

  it.each(['=1+1', '+1', '-1', '@a', '\t=1'])(
    'never begin a cell with a formula: %j',
    async (name) => {
      const rows = await write([name], () => ({ predictions: [cat('0')], rejected: [] }));
      expect(rows[1]?.startsWith(`'${name}`)).toBe(true);
    },
  );
});
