import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGraphicsMemory } from './graphics-memory';
import { openMetrics } from './worker-metrics';

const path = process.env['PATH'];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-graphics-'));
  process.env['PATH'] = `${folder}:${path ?? ''}`;
});
afterEach(async () => {
  process.env['PATH'] = path;
  await rm(folder, { recursive: true, force: true });
});

/** A program in the place of NVIDIA's, which notes how it was called. */
const place = (answer: string) =>
  writeFile(
    join(folder, 'nvidia-smi'),
    `#!/bin/sh\necho "$*" >> '${folder}/calls'\nenv > '${folder}/environment'\n${answer}\n`,
    { mode: 0o755 },
  );
const read = (name: string) => readFile(join(folder, name), 'utf8');

describe('memory of graphics cards', () => {
  it('stands among the figures of a worker with a GPU, asked for once by each scrape', async () => {
    await place(`printf '0, 1024, 81559\\n1, 3, 81559\\n'`);
    const { registry } = openMetrics({ gpu: true });
    const figures = await registry.metrics();
    expect(figures).toContain(`graft_gpu_memory_used_bytes{gpu="0"} ${1024 ** 3}\n`);
    expect(figures).toContain(`graft_gpu_memory_used_bytes{gpu="1"} ${3 * 1024 ** 2}\n`);
    expect(figures).toContain(`graft_gpu_memory_bytes{gpu="1"} ${81_559 * 1024 ** 2}\n`);
    expect(await read('calls')).toBe(
      '--query-gpu=index,memory.used,memory.total --format=csv,noheader,nounits\n',
    );
    await place(`printf '0, 2, 81559\\n'`);
    const next = await registry.metrics();
    expect(next).toContain(`graft_gpu_memory_used_bytes{gpu="0"} ${2 * 1024 ** 2}\n`);
    expect(next).not.toContain('gpu="1"');
  });

  it('is not looked for by a worker without a GPU', async () => {
    await place(`printf '0, 1, 2\\n'`);
    expect(await openMetrics({ gpu: false }).registry.metrics()).not.toContain('gpu_memory');
    await expect(read('calls')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is unknown where the program fails or is missing, or a card does not say', async () => {
    await place(`echo 'Failed to initialize NVML: Driver/library version mismatch'; exit 18`);
    expect(await readGraphicsMemory()).toEqual([]);
    await place(`printf '0, [N/A], [N/A]\\n1, 5, 6\\n'`);
    expect((await readGraphicsMemory()).map(({ gpu }) => gpu)).toEqual(['1']);
    process.env['PATH'] = join(folder, 'nothing-here');
    expect(await readGraphicsMemory()).toEqual([]);
  });

  it('tells the program nothing of what the worker knows', async () => {
    process.env['AWS_SECRET_ACCESS_KEY'] = 'canary-of-s3';
    try {
      await place('true');
      await readGraphicsMemory();
      expect(await read('environment')).not.toContain('canary');
    } finally {
      delete process.env['AWS_SECRET_ACCESS_KEY'];
    }
  });
});
