import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { insideScratch, makeScratch, sweepScratch } from './scratch';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-scratch-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('scratch folders', () => {
  it('are swept when their process is gone, and left alone while it lives', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await mkdir(join(folder, `run-step-1-${pid}`, 'deep'), { recursive: true });
    await mkdir(join(folder, `run-step-1-${process.ppid}`));
    await mkdir(join(folder, 'something-else'));
    expect(await sweepScratch(folder)).toBe(2);
    expect(await readdir(folder)).toEqual([`run-step-1-${process.ppid}`]);
  });

  it('begin empty, even under a name that was used before', async () => {
    const path = await makeScratch(folder, 'run-step-1');
    await mkdir(join(path, 'old'));
    expect(basename(await makeScratch(folder, 'run-step-1'))).toBe(`run-step-1-${process.pid}`);
    expect(await readdir(path)).toEqual([]);
  });

  it('hold every file that an engine may offer', () => {
    expect(insideScratch(folder, 'a/b')).toBe(join(folder, 'a', 'b'));
    for (const path of ['', '.', '..', '../x', 'a/../../x', '/etc/passwd']) {
      expect(() => insideScratch(folder, path)).toThrow(/outside/);
    }
    expect(insideScratch(folder, '..a')).toBe(join(folder, '..a'));
  });
});
