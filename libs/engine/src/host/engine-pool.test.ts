import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINE_PROTOCOL } from '@graft/plan';
import { isAlive, isGoneWithin } from '../testing/processes';
import { EnginePool, type EnginePoolOptions } from './index';

const SCRIPT = `process.send({ type: 'ready', protocol: ${String(ENGINE_PROTOCOL)}, pid: process.pid });
process.on('message', () => {});`;

describe('a pool of engines', () => {
  let folder = '';
  let entry = '';
  let pool: EnginePool;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graft-pool-'));
    entry = join(folder, 'engine.mjs');
    await writeFile(entry, SCRIPT);
  });
  afterEach(() => pool.close());
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const open = (options: Partial<EnginePoolOptions> = {}) => {
    pool = new EnginePool({ entry, ...options });
    return (threads = 1) => pool.use(threads, (engine) => Promise.resolve(engine.pid));
  };

  it('uses a healthy engine again', async () => {
    const use = open();
    expect(await use()).toBe(await use());
  });

  it('starts another one when a step is pinned to other threads, and keeps no idle one beside it', async () => {
    const use = open();
    const first = await use(1);
    expect(await use(2)).not.toBe(first);
    expect(isAlive(first)).toBe(false);
  });

  it('replaces an engine that was killed while idle', async () => {
    const use = open();
    const first = await use();
    process.kill(first, 'SIGKILL');
    expect(await isGoneWithin(first, 5000)).toBe(true);
    expect(await use()).not.toBe(first);
  });

  it('replaces an engine whose memory has grown past the limit', async () => {
    const use = open({ maxResidentBytes: 1 });
    const first = await use();
    expect(isAlive(first)).toBe(false);
    expect(await use()).not.toBe(first);
  });

  it('runs no more at the same time than it has places', async () => {
    open({ size: 2 });
    const pids: number[] = [];
    let bothRun: () => void = () => undefined;
    const both = new Promise<void>((resolve) => {
      bothRun = resolve;
    });
    const work = () =>
      pool.use(1, async ({ pid }) => {
        if (pids.push(pid) === 2) bothRun();
        await both;
      });
    await Promise.all([work(), work(), work(), work(), work()]);
    expect(pids).toHaveLength(5);
    expect(new Set(pids).size).toBe(2);
  });

  it('leaves no process behind when it closes', async () => {
    const use = open({ size: 2 });
    const pids = await Promise.all([use(), use()]);
    await pool.close();
    expect(pids.map(isAlive)).toEqual([false, false]);
  });

  it('starts nothing once it is closed, not even what was starting', async () => {
    const use = open();
    const starting = use();
    await pool.close();
    await expect(starting).rejects.toMatchObject({ code: 'engine.pool-closed' });
    await expect(use()).rejects.toMatchObject({ code: 'engine.pool-closed' });
  });

  it('gives a place back when an engine does not start', async () => {
    pool = new EnginePool({ entry: join(folder, 'missing.mjs') });
    const use = () => pool.use(1, () => Promise.resolve(0));
    await expect(use()).rejects.toMatchObject({ code: 'engine.start-failed' });
    await expect(use()).rejects.toMatchObject({ code: 'engine.start-failed' });
  });
});
