import { connect } from 'node:net';
import { healthSchema, type Health } from '@graft/contracts';
import type { Stack } from '../stack/find-stack';
import { fine, type Finding } from './finding';

/** More would spoil signatures for buckets and what is said of ages; less is how clocks are. */
const MOST_CLOCK_SECONDS = 30;

/** The stack that runs, if one does: whether it is well, takes the token, has workers and the same time. */
export async function checkStack(stack: Stack | null, port: number): Promise<Finding[]> {
  const answer = stack && (await readHealth(stack.address));
  if (!stack || !answer) return [await checkPort(port), fine('stack', 'does not run')];
  const { health, clock } = answer;
  const checks = Object.entries(health.checks).map(([check, { ok, detail }]) => ({
    ...{ check: `stack: ${check}`, ok, detail },
    fix: 'look at the folder "logs" of the data folder',
  }));
  return [...checks, clock, await checkAccess(stack), ...health.queues.map(describeQueue)];
}

async function checkPort(port: number): Promise<Finding> {
  const taken = await isTaken(port);
  return {
    check: 'port',
    ok: !taken,
    detail: `${String(port)} is ${taken ? 'used by another program' : 'free'}`,
    fix: 'stop that program, or choose another port with GRAFT_PORT',
  };
}

async function checkAccess({ address, token }: Stack): Promise<Finding> {
  const response = await fetch(new URL('/api/v1/session', address), {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null);
  return {
    check: 'access',
    ok: response?.ok === true,
    detail: response?.ok === true ? 'the token is taken' : 'the token is not taken',
    fix: 'unset GRAFT_TOKEN and GRAFT_URL if they are of another Graft, or make a new API token under Settings',
  };
}

function describeQueue({ queue, pollers }: Health['queues'][number]): Finding {
  // A queue for GPUs without a worker is what a machine without one looks like.
  const needed = !queue.endsWith('gpu');
  return {
    check: `queue ${queue}`,
    ok: !needed || (pollers ?? 0) > 0,
    detail: `${String(pollers ?? 'unknown number of')} workers`,
    fix: 'start a worker ("npm start" starts one)',
  };
}

/** What it says of itself, and what its clock says. */
async function readHealth(address: string): Promise<{ health: Health; clock: Finding } | null> {
  try {
    const response = await fetch(new URL('/api/health', address), {
      signal: AbortSignal.timeout(10_000),
    });
    const clock = checkClock(response.headers.get('date'));
    return { health: healthSchema.parse(await response.json()), clock };
  } catch {
    return null;
  }
}

/** The header tells full seconds, at the moment of the answer. */
function checkClock(date: string | null): Finding {
  const seconds = date === null ? 0 : Math.round((Date.now() - Date.parse(date)) / 1000);
  return {
    check: 'clock',
    ok: Math.abs(seconds) <= MOST_CLOCK_SECONDS,
    detail:
      Math.abs(seconds) <= MOST_CLOCK_SECONDS
        ? 'as that of the server'
        : `${String(Math.abs(seconds))} seconds ${seconds > 0 ? 'ahead of' : 'behind'} that of the server`,
    fix: 'let both machines set their clocks by the network (NTP)',
  };
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
