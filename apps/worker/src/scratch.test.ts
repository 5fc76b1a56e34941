import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
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
    await mkdir(join(folder, `run-step-1-${pid}@${hostname()}`, 'deep'), { recursive: true });
    await mkdir(join(folder, `run-step-1-${process.ppid}@${hostname()}`));
    expect(await sweepScratch(folder)).toBe(1);
    expect(await readdir(folder)).toEqual([`run-step-1-${process.ppid}@${hostname()}`]);
  });

  it('of other machines are left alone, also where a process has our number, until they are still for a week', async () => {
    const eightDaysAgo = new Date(Date.now() - 8 * 24 * 3_600_000);
    const others = ['run-step-1', 'run-step-2', 'run-step-3'].map(
      (name) => `${name}-${process.pid}@another-container`,
    );
    for (const name of others) await mkdir(join(folder, name, 'deep'), { recursive: true });
    const [, busy = '', still = ''] = others;
    for (const name of [busy, still]) await utimes(join(folder, name), eightDaysAgo, eightDaysAgo);
    await utimes(join(folder, still, 'deep'), eightDaysAgo, eightDaysAgo);
    expect(await sweepScratch(folder)).toBe(1);
    expect((await readdir(folder)).sort()).toEqual(others.slice(0, 2));
  });

  it('begin empty, even under a name that was used before', async () => {
    const path = await makeScratch(folder, 'run-step-1');
    await mkdir(join(path, 'old'));
    expect(basename(await makeScratch(folder, 'run-step-1'))).toBe(
      `run-step-1-${process.pid}@${hostname()}`,
    );
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
