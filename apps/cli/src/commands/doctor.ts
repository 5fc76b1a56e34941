import { readFile, stat, statfs } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { healthSchema, type Health } from '@graft/contracts';
import { z } from 'zod';
import type { ExitCode } from '../exit';
import { findHome, findRepository, findStack, type StackOptions } from '../stack/find-stack';
import { printJson, type Terminal } from '../terminal';

export interface Finding {
  check: string;
  ok: boolean;
  detail: string;
  /** What to do when it is not fine. */
  fix: string | null;
}

const partSchema = z.looseObject({
  state: z.string(),
  reason: z.string().optional(),
  fix: z.string().optional(),
  version: z.string().optional(),
});
const setupSchema = z.looseObject({
  nativeTensorFlow: partSchema,
  temporal: partSchema,
  postgres: partSchema,
});

/** Looks at everything that Graft needs and says what to do about what is missing. */
export async function diagnose(options: StackOptions): Promise<Finding[]> {
  const home = findHome(options);
  return [
    checkNode(),
    ...(await checkSetup()),
    await checkDisk(home),
    await checkToken(home),
    ...(await checkStack(options)),
  ];
}

export async function runDoctor(
  options: StackOptions & { json?: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const findings = await diagnose(options);
  if (options.json) printJson(terminal, findings);
  else {
    for (const { check, ok, detail, fix } of findings) {
      terminal.out(`${ok ? 'ok     ' : 'MISSING'} ${check}: ${detail}\n`);
      if (!ok && fix !== null) terminal.out(`        ${fix}\n`);
    }
  }
  return findings.every(({ ok }) => ok) ? 0 : 1;
}

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return {
    check: 'Node',
    ok: (major === 20 && minor >= 12) || major === 21 || major === 22,
    detail: process.versions.node,
    fix: 'install Node 20 (20.12 or newer) or 22',
  };
}

async function checkSetup(): Promise<Finding[]> {
  const kept = join(findRepository(), 'node_modules', '.graft', 'setup.json');
  const text = await readFile(process.env['GRAFT_SETUP'] ?? kept, 'utf8').catch(() => 'null');
  const status = setupSchema.safeParse(JSON.parse(text)).data;
  if (!status) {
    return [{ check: 'set-up', ok: false, detail: 'not done yet', fix: 'run "npm run setup"' }];
  }
  const parts = [
    ['native TensorFlow', status.nativeTensorFlow],
    ['Temporal', status.temporal],
    ['PostgreSQL', status.postgres],
  ] as const;
  return parts.map(([check, { state, reason, fix, version }]) => ({
    check,
    ok: state === 'ready',
    detail: state === 'ready' ? (version ?? 'ready') : (reason ?? state),
    fix: fix ?? 'run "npm run setup"',
  }));
}

const LEAST_FREE_MB = 1000;

async function checkDisk(home: string): Promise<Finding> {
  let place = home;
  while ((await stat(place).catch(() => null)) === null && place !== dirname(place))
    place = dirname(place);
  const { bavail, bsize } = await statfs(place);
  const free = Math.floor((bavail * bsize) / 1e6);
  return {
    check: 'disk',
    ok: free >= LEAST_FREE_MB,
    detail: `${free} MB free`,
    fix: `free some space: Graft wants ${LEAST_FREE_MB} MB, or set GRAFT_HOME to another disk`,
  };
}

async function checkToken(home: string): Promise<Finding> {
  const found = await stat(join(home, 'token')).catch(() => null);
  if (!found) {
    return { check: 'token', ok: true, detail: 'made at the first start', fix: null };
  }
  return {
    check: 'token',
    ok: (found.mode & 0o077) === 0,
    detail: (found.mode & 0o077) === 0 ? 'only you can read it' : 'others can read it',
    fix: 'run chmod 600 on the file "token" in the data folder',
  };
}

async function checkStack(options: StackOptions): Promise<Finding[]> {
  const stack = await findStack(options);
  const health = stack && (await readHealth(stack.address));
  if (!stack || !health) {
    const port = Number(process.env['GRAFT_PORT'] ?? 4400);
    const taken = await isTaken(port);
    return [
      {
        check: 'port',
        ok: !taken,
        detail: `${port} is ${taken ? 'used by another program' : 'free'}`,
        fix: 'stop that program, or choose another port with GRAFT_PORT',
      },
      { check: 'stack', ok: true, detail: 'does not run', fix: null },
    ];
  }
  const checks = Object.entries(health.checks).map(([check, { ok, detail }]) => {
    return {
      check: `stack: ${check}`,
      ok,
      detail,
      fix: 'look at the folder "logs" of the data folder',
    };
  });
  return [...checks, ...health.queues.map(describeQueue)];
}

function describeQueue({ queue, pollers }: Health['queues'][number]): Finding {
  // A queue for GPUs without a worker is what a machine without one looks like.
  const needed = !queue.endsWith('gpu');
  return {
    check: `queue ${queue}`,
    ok: !needed || (pollers ?? 0) > 0,
    detail: `${pollers ?? 'unknown number of'} workers`,
    fix: 'start a worker ("npm start" starts one)',
  };
}

async function readHealth(address: string): Promise<Health | null> {
  try {
    const response = await fetch(new URL('/api/health', address), {
      signal: AbortSignal.timeout(10_000),
    });
    return healthSchema.parse(await response.json());
  } catch {
    return null;
  }
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
