import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalBlobStore } from './local-blob-store';

const content = Buffer.alloc(200_000, 'graft');
const digest = createHash('sha256').update(content).digest('hex');

/** Stores the content, and kills itself before the k-th call that changes the disk. */
const PROGRAM = `
import { LocalBlobStore } from './local-blob-store';
import { realDisk } from './write-durably';
const [folder, k] = [process.argv[2], Number(process.argv[3])];
let calls = 0;
const wrap = (target) => new Proxy(target, { get(from, name) {
  const member = Reflect.get(from, name, from);
  if (typeof member !== 'function') return member;
  return async (...given) => {
    calls += 1;
    if (calls === k) { process.kill(process.pid, 'SIGKILL'); await new Promise(() => {}); }
    const result = await member.apply(from, given);
    return name === 'open' ? wrap(result) : result;
  };
} });
await new LocalBlobStore(folder, wrap(realDisk)).put({ bytes: Buffer.alloc(200000, 'graft') });
`;

describe('a process killed while it stores a blob', () => {
  let folder: string;
  let program: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graft-kill-'));
    program = join(folder, 'program.mjs');
    await build({
      stdin: { contents: PROGRAM, resolveDir: import.meta.dirname },
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'silent',
    });
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  function runUntilKilled(blobs: string, k: number): Promise<string | number | null> {
    const child = spawn(process.execPath, [program, blobs, String(k)], { stdio: 'ignore' });
    return new Promise((resolve, reject) => {
      child.once('exit', (code, signal) => resolve(signal ?? code));
      child.once('error', reject);
    });
  }

  it('leaves it whole or absent at every point, and the next put succeeds', async () => {
    const states = new Set<boolean>();
    let ended: string | number | null = 'SIGKILL';
    for (let k = 1; ended === 'SIGKILL'; k += 1) {
      const blobs = join(folder, `blobs-${k}`);
      ended = await runUntilKilled(blobs, k);
      const store = new LocalBlobStore(blobs);
      states.add(await store.has(digest));
      if (await store.has(digest)) expect(await store.verify(digest)).toBe(true);
      expect(await store.put({ bytes: content })).toMatchObject({ digest });
      expect(await store.verify(digest)).toBe(true);
      expect(k).toBeLessThan(40);
    }
    expect(ended).toBe(0);
    expect(states).toEqual(new Set([true, false]));
  });
});
