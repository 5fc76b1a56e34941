import type { RunEvent } from '@graft/contracts';
import { EventListener, type Database } from '@graft/db';
import type { Logger } from 'pino';
import type { Caller } from '../auth/caller';
import type { ApiRequest, ApiResponse } from '../platform/api-request';
import { OpenStreams } from './open-streams';
import { formatFrame, HEARTBEAT, SseStream } from './sse-stream';
import { writeCursor, type StreamCursor } from './stream-cursor';
import { compareEvents, WorkspaceFeed, type FeedBatch } from './workspace-feed';

export interface EventHubOptions {
  events: Pick<Database['events'], 'listAfter' | 'listSince'>;
  databaseUrl: string;
  logger: Logger;
  heartbeatSeconds?: number;
}

const RUN_PAGE = 1000;

/** Who follows, and where. */
type Reader = Pick<Caller, 'workspaceId' | 'userId'>;

/** All open streams of events, on one connection to the database. */
export class EventHub {
  readonly #feeds = new Map<string, WorkspaceFeed>();
  readonly #streams = new OpenStreams<SseStream>();
  readonly #listener: EventListener;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(private readonly options: EventHubOptions) {
    this.#listener = new EventListener({
      url: options.databaseUrl,
      onEvents: (runId, seq) => this.#each((feed) => feed.readRun(runId, seq)),
      onCatchUp: () => this.#each((feed) => feed.catchUp()),
    });
    this.#heartbeat = setInterval(
      () => [...this.#streams].forEach((stream) => stream.send(HEARTBEAT)),
      (options.heartbeatSeconds ?? 15) * 1000,
    );
    this.#heartbeat.unref();
  }

  /** Streams all runs of a workspace: what was missed since `cursor`, then what comes. */
  async streamAll(
    { workspaceId, userId }: Reader,
    cursor: StreamCursor | null,
    http: { request: ApiRequest; response: ApiResponse },
  ): Promise<void> {
    const feed = this.#feed(workspaceId);
    const held: FeedBatch[] = [];
    let live = false;
    const stop = feed.follow((batch) => {
      if (live) stream.send(frameOf(batch));
      else held.push(batch);
    });
    const stream = this.#open(userId, http, stop);
    const missed = cursor ? await this.#await(stream, feed.listMissed(cursor)) : [];
    // What was committed before this request counts as past, also when its notification is on its way.
    feed.catchUp();
    await feed.settled();
    // No await from here on: what is sent now and what comes live join without gap or overlap.
    const id = writeCursor(feed.cursor);
    if (!cursor || missed === null) stream.send(formatFrame(cursor ? 'reset' : 'ready', {}, id));
    else {
      stream.send(formatFrame('ready', {}, writeCursor(cursor)));
      const events = joinEvents(
        missed.filter((event) => feed.isHandedOut(event)),
        held,
        cursor,
      );
      if (events.length > 0) stream.send(formatFrame('events', events, id));
    }
    live = true;
  }

  /** Streams one run: its events after `after`, then what comes. */
  async streamRun(
    run: Reader & { runId: string },
    after: number,
    http: { request: ApiRequest; response: ApiResponse },
  ): Promise<void> {
    const { workspaceId, userId, runId } = run;
    const held: RunEvent[] = [];
    let live = false;
    let sent = after;
    const send = (events: readonly RunEvent[]): void => {
      const fresh = events.filter((event) => event.runId === runId && event.seq > sent);
      sent = fresh.at(-1)?.seq ?? sent;
      if (fresh.length > 0) stream.send(formatFrame('events', fresh, `${runId}:${String(sent)}`));
    };
    const stop = this.#feed(workspaceId).follow(({ events }) => {
      if (live) send(events);
      else held.push(...events);
    });
    const stream = this.#open(userId, http, stop);
    stream.send(formatFrame('ready', {}, `${runId}:${String(after)}`));
    await this.#feed(workspaceId).settled();
    for (let full = true; full && stream.open;) {
      const page = await this.#await(
        stream,
        this.options.events.listAfter(workspaceId, runId, sent, RUN_PAGE),
      );
      send(page);
      full = page.length === RUN_PAGE;
    }
    send(held);
    live = true;
  }

  /** How many are open. */
  get streams(): number {
    return this.#streams.size;
  }

  async close(): Promise<void> {
    clearInterval(this.#heartbeat);
    for (const stream of [...this.#streams]) stream.end();
    await this.#listener.close();
    await Promise.all([...this.#feeds.values()].map((feed) => feed.settled()));
  }

  #open(
    person: string,
    http: { request: ApiRequest; response: ApiResponse },
    stop: () => void,
  ): SseStream {
    try {
      this.#streams.makeRoom(person);
    } catch (error) {
      stop();
      throw error;
    }
    const stream: SseStream = new SseStream(http.response, http.request, () => {
      stop();
      this.#streams.remove(stream);
    });
    this.#streams.add(person, stream);
    return stream;
  }

  /** A stream whose past cannot be read ends; the reader comes back with the same cursor. */
  async #await<Value>(stream: SseStream, reading: Promise<Value>): Promise<Value> {
    try {
      return await reading;
    } catch (error) {
      stream.end();
      throw error;
    }
  }

  #feed(workspaceId: string): WorkspaceFeed {
    const known = this.#feeds.get(workspaceId);
    if (known) return known;
    const feed = new WorkspaceFeed(this.options.events, workspaceId, (error) => {
      this.options.logger.warn({ err: error }, 'new events could not be read; it is tried again');
    });
    this.#feeds.set(workspaceId, feed);
    return feed;
  }

  #each(act: (feed: WorkspaceFeed) => void): void {
    for (const feed of this.#feeds.values()) act(feed);
  }
}

const frames = new WeakMap<FeedBatch, string>();

/** The text of a batch is made once for all readers. */
function frameOf(batch: FeedBatch): string {
  const known = frames.get(batch);
  if (known !== undefined) return known;
  const made = formatFrame('events', batch.events, writeCursor(batch.cursor));
  frames.set(batch, made);
  return made;
}

/** What was read and what came meanwhile, each event once, in order of each run's sequence. */
function joinEvents(
  missed: readonly RunEvent[],
  held: readonly FeedBatch[],
  cursor: StreamCursor,
): RunEvent[] {
  const all = new Map<string, RunEvent>();
  const came = held.flatMap(({ events }) => events);
  for (const event of [...missed, ...came]) {
    const seen = cursor.seen.get(event.runId);
    if (seen === undefined || event.seq > seen)
      all.set(`${event.runId}:${String(event.seq)}`, event);
  }
  return [...all.values()].sort(compareEvents);
}
