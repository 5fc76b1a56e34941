import { setTimeout as wait } from 'node:timers/promises';
import {
  ApiProblem,
  isTerminal,
  streamBatchSchema,
  type Client,
  type RunEvent,
  type RunState,
} from '@graft/contracts';
import { createParser } from 'eventsource-parser';
import { CommandError } from '../exit';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;
/** A stack that is being restarted is back long before. */
const PATIENCE_MS = 5 * 60_000;

export interface FollowOptions {
  onEvent(event: RunEvent): void;
  /** Says that the connection was lost and is being made again. */
  onLost?(): void;
  signal?: AbortSignal;
  patienceMs?: number;
}

/**
 * Follows a run to its end, or until it is parked. A lost connection is made again from the last event, so that no event is
 * missed or seen twice.
 * @throws CommandError when nobody answers any more, ApiProblem when the run is unknown
 */
export async function followRun(
  client: Pick<Client, 'followEvents'>,
  runId: string,
  options: FollowOptions,
): Promise<void> {
  let last: string | null = null;
  let lostSince: number | null = null;
  let pause = FIRST_WAIT_MS;
  const remember = (id: string): void => {
    last = id;
    lostSince = null;
    pause = FIRST_WAIT_MS;
  };
  for (;;) {
    try {
      if (await readStream(client, runId, last, options, remember)) return;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof ApiProblem && error.problem.status < 500) throw error;
    }
    lostSince ??= performance.now();
    if (performance.now() - lostSince > (options.patienceMs ?? PATIENCE_MS)) throw lost(runId);
    options.onLost?.();
    await wait(pause, undefined, options.signal ? { signal: options.signal } : {});
    pause = Math.min(pause * 2, LONGEST_WAIT_MS);
  }
}

/** Reads until the stream or the run ends; true for the run. */
async function readStream(
  client: Pick<Client, 'followEvents'>,
  runId: string,
  last: string | null,
  options: FollowOptions,
  remember: (id: string) => void,
): Promise<boolean> {
  const leave = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, leave.signal]) : leave.signal;
  const headers: Record<string, string> = last === null ? {} : { 'last-event-id': last };
  const response = await client.followEvents({ query: { run: runId }, headers, signal });
  let ended = false;
  const parser = createParser({
    onEvent(message) {
      if (message.event === 'events') {
        for (const event of streamBatchSchema.parse(JSON.parse(message.data))) {
          options.onEvent(event);
          ended ||= event.type === 'run-state' && restsForGood(event.state);
        }
      }
      if (message.id !== undefined) remember(message.id);
    },
  });
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body ?? []) {
      parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
      if (ended) return true;
    }
    return false;
  } finally {
    leave.abort();
  }
}

/** A parked run goes on only when a person decides. */
function restsForGood(state: RunState): boolean {
  return isTerminal(state) || state === 'parked';
}

function lost(runId: string): CommandError {
  return new CommandError(
    `Nobody answers any more. The run goes on as soon as Graft runs again: "graft runs ${runId}" shows it.`,
  );
}
