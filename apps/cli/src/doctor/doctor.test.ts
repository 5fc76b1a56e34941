import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type Health } from '@graft/contracts';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkFolder } from './check-folder';
import { checkGraphics } from './check-graphics';
import { checkMachine } from './check-machine';
import { checkSetup } from './check-setup';
import { checkStack } from './check-stack';
import { complaints } from './complaints.fixture';

let folder: string;
let server: Server | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-doctor-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  server?.closeAllConnections();
  server?.close();
  if (server) await once(server, 'close');
  server = null;
});

const machine = { node: '22.1.0', memoryBytes: 8e9, limitBytes: 0, processors: 4, threads: null };
const disk = { type: 0xef53, bavail: 1e6, bsize: 4096 };
const on = (change: Partial<typeof disk>) => () => Promise.resolve({ ...disk, ...change });

describe('the machine', () => {
  it.each([
    ['a fine one', {}, []],
    ['an old Node', { node: '20.11.1' }, ['Node']],
    ['the oldest Node', { node: '20.12.0' }, []],
    ['a Node that nobody has tried', { node: '23.0.0' }, ['Node']],
    ['little memory', { memoryBytes: 2e9 }, ['memory']],
    ['a container with little memory', { limitBytes: 2e9 }, ['memory']],
    ['little memory without a limit', { memoryBytes: 2e9, limitBytes: 2 ** 64 }, ['memory']],
    ['more threads than processors', { threads: '16' }, ['threads']],
    ['threads that are no number', { threads: 'all' }, ['threads']],
    ['threads in parts', { threads: '2.5' }, ['threads']],
    ['no thread at all', { threads: '0' }, ['threads']],
    ['as many threads as processors', { threads: '4' }, []],
  ])('%s', (_, change, expected) => {
    expect(complaints(checkMachine({ ...machine, ...change }))).toEqual(expected);
  });
});

describe('the data folder', () => {
  it.each([
    ['a disk with room', {}, []],
    ['a full disk', { bavail: 1 }, ['disk']],
    ['memory (tmpfs)', { type: 0x01021994 }, ['file system']],
    ['memory (ramfs)', { type: 0x858458f6 }, ['file system']],
    ['a network (NFS)', { type: 0x6969 }, ['file system']],
    ['a network (CIFS)', { type: 0xff534d42 }, ['file system']],
    ['a network (SMB 2)', { type: 0xfe534d42 }, ['file system']],
    ['a network (SMB)', { type: 0x517b }, ['file system']],
  ])('on %s', async (_, change, expected) => {
    expect(complaints(await checkFolder(join(folder, 'not', 'yet'), on(change)))).toEqual(expected);
  });

  it('that is a file', async () => {
    const path = join(folder, 'file');
    // Of a file that could be run, rights alone say nothing.
    await writeFile(path, '', { mode: 0o755 });
    expect(complaints(await checkFolder(path, on({})))).toEqual(['data folder']);
  });

  it('whose secrets others can read', async () => {
    for (const name of ['token', 'webhook-key']) {
      await writeFile(join(folder, name), 'secret');
      for (const mode of [0o604, 0o640]) {
        await chmod(join(folder, name), mode);
        expect(complaints(await checkFolder(folder, on({})))).toEqual([name]);
      }
      await chmod(join(folder, name), 0o600);
    }
    expect(complaints(await checkFolder(folder, on({})))).toEqual([]);
  });
});

describe('the set-up', () => {
  const ready = { state: 'ready', version: '1' };
  const report = async (parts: object) => {
    const path = join(folder, 'setup.json');
    const whole = { nativeTensorFlow: ready, temporal: ready, postgres: ready, ...parts };
    await writeFile(path, JSON.stringify(whole));
    return path;
  };
  const build = async () => {
    for (const app of ['api', 'worker', 'web']) {
      await mkdir(join(folder, 'apps', app, 'dist'), { recursive: true });
    }
  };

  it('that was never done, or broke off in the middle of its report', async () => {
    const path = join(folder, 'setup.json');
    expect(complaints(await checkSetup(folder, path))).toEqual(['set-up']);
    await writeFile(path, '{"temporal": {');
    expect(complaints(await checkSetup(folder, path))).toEqual(['set-up']);
  });

  it('without native TensorFlow says why', async () => {
    await build();
    const missing = { state: 'missing', reason: 'there is no g++', fix: 'install g++' };
    const findings = await checkSetup(folder, await report({ nativeTensorFlow: missing }));
    expect(complaints(findings)).toEqual(['native TensorFlow']);
    expect(findings[0]).toMatchObject({ detail: 'there is no g++', fix: 'install g++' });
  });

  it.each([
    ['temporal', 'Temporal'],
    ['postgres', 'PostgreSQL'],
  ])('without %s', async (part, check) => {
    await build();
    const path = await report({ [part]: { state: 'missing' } });
    expect(complaints(await checkSetup(folder, path))).toEqual([check]);
  });

  it('that left the GPU of this machine alone, unless that was wished for', async () => {
    const driver = join(folder, 'driver');
    const found = async (nativeTensorFlow: object, wish?: string) =>
      complaints(await checkGraphics(await report({ nativeTensorFlow }), wish, [driver]));
    expect(await found({ ...ready, cuda: false })).toEqual([]);
    await writeFile(driver, '');
    expect(await found({ ...ready, cuda: false, note: 'without CUDA: no cuDNN' })).toEqual(['GPU']);
    expect(await found({ ...ready, cuda: false })).toEqual(['GPU']);
    expect(await found({ ...ready, cuda: true })).toEqual([]);
    expect(await found({ ...ready, cuda: false }, 'cpu')).toEqual([]);
    expect(await found({ ...ready, cuda: false }, 'cuda')).toEqual(['GPU']);
    expect(await checkGraphics(join(folder, 'nothing.json'), undefined, [driver])).toEqual([]);
  });

  it('whose apps are gone', async () => {
    const findings = await checkSetup(folder, await report({}));
    expect(complaints(findings)).toEqual(['apps']);
    const dist = ['api', 'worker', 'web'].map((app) => join('apps', app, 'dist'));
    expect(findings.at(-1)?.detail).toBe(`${dist.join(', ')} are missing`);
    await build();
    expect(complaints(await checkSetup(folder, await report({})))).toEqual([]);
  });
});

describe('the stack', () => {
  const well = { ok: true, detail: 'fine' };
  const health: Health = {
    ...{ status: 'ok', version: '1', engines: [], versions: {} },
    checks: { database: well, temporal: well, tensorflow: well },
    queues: [
      { queue: 'graft-cpu', pollers: 1 },
      { queue: 'graft-gpu', pollers: 0 },
    ],
  };
  /** A stack that answers so, and takes the token `right`. */
  const serve = async (change: Partial<Health>, time = new Date()) => {
    server = createServer((request, response) => {
      const known = request.headers.authorization === 'Bearer right';
      const open = request.url === '/api/health';
      response.writeHead(open || known ? 200 : 401, {
        ...{ 'content-type': 'application/json', date: time.toUTCString() },
      });
      response.end(JSON.stringify({ ...health, ...change }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const address = `http://127.0.0.1:${String(port)}`;
    const as = (token: string) => ({
      ...{ address, token, client: createClient({ baseUrl: address, token }) },
    });
    return { port, as };
  };

  it('that is well', async () => {
    const { as } = await serve({});
    expect(complaints(await checkStack(as('right'), 1))).toEqual([]);
  });

  it('of which the token is another one', async () => {
    const { as } = await serve({});
    expect(complaints(await checkStack(as('wrong'), 1))).toEqual(['access']);
  });

  it('without Temporal, and without a worker', async () => {
    const down = { ok: false, detail: 'Temporal does not answer' };
    const queues = [{ queue: 'graft-cpu', pollers: 0 }];
    const { as } = await serve({ checks: { ...health.checks, temporal: down }, queues });
    expect(complaints(await checkStack(as('right'), 1))).toEqual([
      ...['stack: temporal', 'queue graft-cpu'],
    ]);
  });

  it.each([
    ['behind', -3600, /^36\d\d .* ahead of/],
    ['ahead', 3600, /^3[56]\d\d .* behind/],
    ['a minute behind', -60, /^6\d .* ahead of/],
  ])('whose clock is %s', async (_, seconds, told) => {
    const { as } = await serve({}, new Date(Date.now() + seconds * 1000));
    const findings = await checkStack(as('right'), 1);
    expect(complaints(findings)).toEqual(['clock']);
    expect(findings.find(({ check }) => check === 'clock')?.detail).toMatch(told);
  });

  it('of which nobody knows the workers', async () => {
    const { as } = await serve({ queues: [{ queue: 'graft-cpu', pollers: null }] });
    expect(complaints(await checkStack(as('right'), 1))).toEqual(['queue graft-cpu']);
  });

  it('that cannot start because its port is taken', async () => {
    const { port } = await serve({});
    expect(complaints(await checkStack(null, port))).toEqual(['port']);
    server?.close();
    if (server) await once(server, 'close');
    server = null;
    expect(complaints(await checkStack(null, port))).toEqual([]);
  });
});
