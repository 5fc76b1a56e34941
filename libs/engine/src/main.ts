import { setPriority } from 'node:os';
import { catalogue } from '@graft/nodes';
import { steps } from '@graft/nodes/steps';
import { ENGINE_PROTOCOL, type EngineMessage } from '@graft/plan';
import { describeFailure } from './runtime/describe-failure';
import { preload } from './runtime/preload';
import { EngineSession } from './runtime/engine-session';

/** Learning yields to everything else on the machine: to the supervisor's heartbeats above all. */
const NICENESS = 15;

function send(message: EngineMessage): void {
  if (process.connected) process.send?.(message);
}

try {
  setPriority(NICENESS);
} catch {
  // Not allowed everywhere; it only makes the machine less responsive.
}

const threads = Number(process.env['GRAFT_ENGINE_THREADS'] ?? '1');
const session = new EngineSession({ send, steps, catalogue, threads });

process.on('message', (raw) => {
  session.receive(raw);
});
process.on('disconnect', () => {
  process.exit(0);
});
// Ctrl-C reaches the whole process group; when to stop is for the supervisor to say.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('uncaughtException', (error) => {
  console.error(error);
  send(describeFailure(error));
  process.exit(1);
});

send({ type: 'ready', protocol: ENGINE_PROTOCOL, pid: process.pid });
if (process.env['GRAFT_ENGINE_PRELOAD'] === '1') void preload(threads);
