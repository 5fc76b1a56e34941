import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSpec } from '@graft/model';
import type { StartMessage } from '@graft/plan';
import { KeptSpecs } from './kept-specs';

const spec = createSpec({ kind: 'vector', size: 2 }, [
  { name: 'out', class: 'Dense', config: { units: 1 }, block: 'head', seed: 1 },
]);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-specs-'));
});
afterEach(() => rm(folder, { recursive: true }));

function start(files: Record<string, string>, models: StartMessage['models'] = {}): StartMessage {
  return { step: { models: { model: 'digest' } }, models, files } as unknown as StartMessage;
}

describe('specs that come as files', () => {
  it('are read once, and are the same object for every step', async () => {
    const path = join(folder, 'spec.json');
    await writeFile(path, JSON.stringify(spec));
    const kept = new KeptSpecs();
    const first = await kept.complete(start({ digest: path }));
    expect(first.models).toEqual({ digest: spec });
    await rm(path);
    const second = await kept.complete(start({ digest: path }));
    expect(second.models['digest']).toBe(first.models['digest']);
  });

  it('are asked for again when reading failed', async () => {
    const path = join(folder, 'spec.json');
    const kept = new KeptSpecs();
    await expect(kept.complete(start({ digest: path }))).rejects.toMatchObject({
      code: 'engine.file-missing',
    });
    await writeFile(path, JSON.stringify(spec));
    expect((await kept.complete(start({ digest: path }))).models).toEqual({ digest: spec });
  });

  it('leave a message alone that has them, or nobody has', async () => {
    const kept = new KeptSpecs();
    for (const message of [start({ digest: 'nowhere' }, { digest: spec }), start({})]) {
      expect(await kept.complete(message)).toBe(message);
    }
  });
});
