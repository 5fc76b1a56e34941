import type { RunEvent } from '@graft/contracts';
import type { Database } from '@graft/db';
import {
  isUnseen,
  makeCursor,
  VISIBILITY_LAG_MS,
  type RunPosition,
  type StreamCursor,
} from './stream-cursor';

/** New events in order of each run's sequence, and what a reader has seen after them. */
export interface FeedBatch {
  events: readonly RunEvent[];
  cursor: StreamCursor;
}

export type FeedReader = (batch: FeedBatch) => void;

const PAGE = 1000;
/** More than this was missed: reading the state anew is cheaper than all events. */
const MOST_MISSED = 5000;

/** Reads new events of one workspace once and hands them to all readers, without gap or duplicate. */
export class WorkspaceFeed {
  readonly #positions = new Map<string, RunPosition>();
  readonly #readers = new Set<FeedReader>();
  readonly #begun: number;
  #catchUpWaits = false;
  #newestAt: number;
  #work: Promise<void>;

  constructor(
    private readonly events: Pick<Database['events'], 'listAfter' | 'listSince'>,
    private readonly workspaceId: string,
    private readonly onFault: (error: unknown) => void,
    now: number = Date.now(),
  ) {
    this.#newestAt = now;
    this.#begun = now - VISIBILITY_LAG_MS;
    this.#work = this.#remember().catch(onFault);
  }

  get readers(): number {
    return this.#readers.size;
  }

  /** What has been handed out up to now. */
  get cursor(): StreamCursor {
    return makeCursor(this.#positions, this.#newestAt);
  }

  /** Calls `reader` with every batch from now on, until the function given back is called. */
  follow(reader: FeedReader): () => void {
    this.#readers.add(reader);
    return () => {
      this.#readers.delete(reader);
    };
  }

  /** Resolves when everything asked for so far has been read. */
  async settled(): Promise<void> {
    await this.#work;
  }

  /** Reads what a run has new. Calls are carried out one after the other. */
  readRun(runId: string, newest: number): void {
    this.#then(async () => {
      if ((this.#positions.get(runId)?.seq ?? 0) >= newest) return;
      await this.#readRun(runId);
    });
  }

  /** Reads everything new, for when notifications may be missing. Calls that wait are carried out as one. */
  catchUp(): void {
    if (this.#catchUpWaits) return;
    this.#catchUpWaits = true;
    this.#then(async () => {
      this.#catchUpWaits = false;
      await this.#readAll();
    });
  }

  /** What a reader with this cursor has missed; null when that is too much. */
  async listMissed(cursor: StreamCursor): Promise<RunEvent[] | null> {
    const since = new Date(cursor.since);
    const found = await this.events.listSince(this.workspaceId, since, MOST_MISSED + 1);
    return found.length > MOST_MISSED ? null : found.filter((event) => isUnseen(cursor, event));
  }

  /** True when readers that follow have been given this event. */
  isHandedOut({ runId, seq }: Pick<RunEvent, 'runId' | 'seq'>): boolean {
    return (this.#positions.get(runId)?.seq ?? 0) >= seq;
  }

  async #remember(): Promise<void> {
    const recent = await this.events.listSince(this.workspaceId, new Date(this.#begun), 100_000);
    for (const event of recent) this.#advance(event);
  }

  async #readAll(): Promise<void> {
    let since = this.#newestAt - VISIBILITY_LAG_MS;
    for (;;) {
      const page = await this.events.listSince(this.workspaceId, new Date(since), PAGE);
      this.#handOut(page.filter((event) => this.#isNew(event)));
      const last = page.at(-1);
      if (page.length < PAGE || !last || Date.parse(last.at) <= since) return;
      since = Date.parse(last.at);
    }
  }

  async #readRun(runId: string): Promise<void> {
    const known = this.#positions.get(runId);
    let after = known?.seq ?? 0;
    for (;;) {
      const page = await this.events.listAfter(this.workspaceId, runId, after, PAGE);
      // What a run did before the feed began was there to be read by other means.
      this.#handOut(known ? page : page.filter(({ at }) => Date.parse(at) >= this.#begun));
      after = page.at(-1)?.seq ?? after;
      if (page.length < PAGE) return;
    }
  }

  #isNew({ runId, seq }: RunEvent): boolean {
    return seq > (this.#positions.get(runId)?.seq ?? 0);
  }

  #handOut(events: readonly RunEvent[]): void {
    if (events.length === 0) return;
    const ordered = events.toSorted(compareEvents);
    for (const event of ordered) this.#advance(event);
    const batch = { events: ordered, cursor: this.cursor };
    for (const reader of this.#readers) reader(batch);
  }

  #advance({ runId, seq, at }: RunEvent): void {
    const time = Date.parse(at);
    const known = this.#positions.get(runId);
    if (!known || seq > known.seq) this.#positions.set(runId, { seq, at: time });
    this.#newestAt = Math.max(this.#newestAt, time);
  }

  #then(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch(this.onFault);
  }
}

/** By run, then by sequence: clocks may jump, sequences don't. */
export function compareEvents(a: RunEvent, b: RunEvent): number {
  if (a.runId === b.runId) return a.seq - b.seq;
  return a.runId < b.runId ? -1 : 1;
}
