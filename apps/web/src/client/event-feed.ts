import { streamBatchSchema, type Client, type RunEvent } from '@graft/contracts';
import { createEventParser, type StreamMessage } from './parse-events';

export type FeedStatus = 'connecting' | 'live' | 'broken';
export type EventListener = (events: readonly RunEvent[]) => void;

/** Live events of all runs. One stream serves all tabs of the browser. */
export interface EventFeed {
  subscribe: (listener: EventListener) => () => void;
  watchStatus: (listener: (status: FeedStatus) => void) => () => void;
  /** Calls back when state that was read before may be behind: read it anew. */
  watchResync: (listener: () => void) => () => void;
  status: () => FeedStatus;
  close: () => void;
}

interface Shared {
  readonly type: 'events' | 'status';
  readonly messages?: readonly StreamMessage[];
  readonly status?: FeedStatus;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;

/** Events among the messages; a batch that this page is too old to understand is left out. */
export function readEvents(messages: readonly StreamMessage[]): RunEvent[] {
  return messages.flatMap(({ event, data }) => {
    if (event !== 'events') return [];
    return streamBatchSchema.safeParse(parseJson(data)).data ?? [];
  });
}

/** Reads one connection of the stream until it ends. Rejects when it breaks. */
export async function readStream(
  response: Response,
  onMessages: (messages: StreamMessage[]) => boolean,
): Promise<void> {
  if (response.body === null) return;
  const parse = createEventParser();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const messages = parse(value);
    if (messages.length > 0 && !onMessages(messages)) return reader.cancel();
  }
}

/**
 * Opens the feed. The tab that holds the lock reads the stream and tells the others; when it is
 * closed another one takes over after the last event id that was heard.
 */
export function openEventFeed(client: Client): EventFeed {
  const listeners = new Set<EventListener>();
  const watchers = new Set<(status: FeedStatus) => void>();
  const resyncers = new Set<() => void>();
  const stop = new AbortController();
  const channel = new BroadcastChannel('graft.events');
  let lastId: string | null = null;
  let status: FeedStatus = 'connecting';

  const setStatus = (next: FeedStatus) => {
    status = next;
    for (const watch of watchers) watch(next);
  };
  const hear = (messages: readonly StreamMessage[]) => {
    lastId = messages.findLast((message) => message.id !== null)?.id ?? lastId;
    const events = readEvents(messages);
    if (events.length > 0) for (const listen of listeners) listen(events);
    if (messages.some(({ event }) => event === 'ready' || event === 'reset')) {
      for (const resync of resyncers) resync();
    }
  };
  channel.onmessage = ({ data }: MessageEvent<Shared>) => {
    if (data.messages) hear(data.messages);
    if (data.status) setStatus(data.status);
  };
  const tell = (shared: Shared) => channel.postMessage(shared);

  const connectOnce = async (): Promise<void> => {
    const after = lastId === null ? {} : { headers: { 'last-event-id': lastId } };
    const response = await client.followEvents({ ...after, signal: stop.signal });
    setStatus('live');
    tell({ type: 'status', status: 'live' });
    await readStream(response, (messages) => {
      hear(messages);
      tell({ type: 'events', messages });
      return true;
    });
  };
  const keepConnected = async (): Promise<void> => {
    let wait = FIRST_WAIT;
    while (!stop.signal.aborted) {
      const started = Date.now();
      await connectOnce().catch(() => undefined);
      if (stop.signal.aborted) return;
      setStatus('broken');
      tell({ type: 'status', status: 'broken' });
      wait = Date.now() - started > LONGEST_WAIT ? FIRST_WAIT : Math.min(wait * 2, LONGEST_WAIT);
      await pause(wait, stop.signal);
    }
  };
  lead(keepConnected, stop.signal);

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watchStatus(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    watchResync(listener) {
      resyncers.add(listener);
      return () => resyncers.delete(listener);
    },
    status: () => status,
    close() {
      stop.abort();
      channel.close();
    },
  };
}

/** Runs in one tab at a time; where the browser has no locks, in each. */
function lead(run: () => Promise<void>, signal: AbortSignal): void {
  if (!('locks' in navigator)) {
    void run();
    return;
  }
  navigator.locks.request('graft.events', { signal }, run).catch(() => undefined);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
