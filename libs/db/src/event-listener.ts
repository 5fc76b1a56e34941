import pg from 'pg';
import { EVENT_CHANNEL } from './events';

export interface EventListenerOptions {
  url: string;
  /** Called with a run and the newest sequence known; calls for one run are coalesced. */
  onEvents: (runId: string, seq: number) => void;
  /**
   * Called when notifications may have been missed: after each (re)connection and every
   * `pollSeconds`. Read from the database whatever is being followed.
   */
  onCatchUp: () => void;
  pollSeconds?: number;
}

const COALESCE_MS = 25;
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 10_000;

/**
 * Follows the notifications of all runs on one connection of its own. It connects again by itself
 * for as long as it lives; the database holds the truth, a notification is only a hint to look.
 */
export class EventListener {
  private client: pg.Client | null = null;
  private closed = false;
  private wait = FIRST_WAIT_MS;
  private retryTimer: NodeJS.Timeout | null = null;
  private flushTimer: NodeJS.Timeout | null = null;
  private readonly pollTimer: NodeJS.Timeout;
  private readonly newest = new Map<string, number>();

  constructor(private readonly options: EventListenerOptions) {
    this.pollTimer = setInterval(options.onCatchUp, (options.pollSeconds ?? 15) * 1000);
    this.pollTimer.unref();
    void this.connect();
  }

  /** True while notifications arrive; without, the polling serves. */
  get connected(): boolean {
    return this.client !== null;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.pollTimer);
    if (this.retryTimer) clearTimeout(this.retryTimer);
    if (this.flushTimer) clearTimeout(this.flushTimer);
    const client = this.client;
    this.client = null;
    await client?.end();
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.options.url, keepAlive: true });
    client.on('notification', (message) => this.remember(message.payload ?? ''));
    // Without a listener a lost connection would end the process; `end` follows and connects again.
    client.on('error', () => undefined);
    client.on('end', () => this.reconnect(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${EVENT_CHANNEL}`);
    } catch {
      this.reconnect(client);
      await client.end().catch(() => undefined);
      return;
    }
    if (this.closed) return client.end();
    this.client = client;
    this.wait = FIRST_WAIT_MS;
    this.options.onCatchUp();
  }

  private reconnect(lost: pg.Client): void {
    if (this.client === lost) this.client = null;
    if (this.closed || this.retryTimer) return;
    this.retryTimer = setTimeout(() => {
      this.retryTimer = null;
      void this.connect();
    }, this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }

  private remember(payload: string): void {
    const at = payload.lastIndexOf(':');
    const [runId, seq] = [payload.slice(0, at), Number(payload.slice(at + 1))];
    if (at < 0 || !Number.isInteger(seq)) return;
    this.newest.set(runId, Math.max(seq, this.newest.get(runId) ?? 0));
    this.flushTimer ??= setTimeout(() => this.flush(), COALESCE_MS);
  }

  private flush(): void {
    this.flushTimer = null;
    const newest = [...this.newest];
    this.newest.clear();
    for (const [runId, seq] of newest) this.options.onEvents(runId, seq);
  }
}
