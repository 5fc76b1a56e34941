import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINE_PROTOCOL, type StartMessage } from '@graft/plan';
import { isAlive } from '../testing/processes';
import { EngineProcess } from './index';

/** Takes 50 MB more every 20 ms, and never answers. */
const GREEDY = `process.send({ type: 'ready', protocol: ${String(ENGINE_PROTOCOL)}, pid: process.pid });
const kept = [];
process.on('message', () => setInterval(() => kept.push(Buffer.alloc(50e6, 1)), 20));`;

describe('an engine that takes more memory than it may', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graft-memory-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is ended, and the step says so with both numbers', async () => {
    const entry = join(folder, 'engine.mjs');
    await writeFile(entry, GREEDY);
    const limit = 400e6;
    const engine = await EngineProcess.start({ entry, threads: 1, mostResidentBytes: limit });
    const outcome = await engine.run({ type: 'start' } as StartMessage, {
      onMessage: () => undefined,
    });
    expect(outcome).toMatchObject({
      type: 'failed',
      errorClass: 'resource',
      code: 'engine.out-of-memory',
      details: { limit },
    });
    expect(isAlive(engine.pid)).toBe(false);
    expect(engine.healthy).toBe(false);
  });
});
