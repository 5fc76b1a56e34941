import type { RunEvent } from '@graft/contracts';

/** How far a reader of a run is. */
export interface RunPosition {
  seq: number;
  /** When that event was added, milliseconds. */
  at: number;
}

/**
 * What a reader of all runs has seen: in the runs listed everything up to the sequence, in all others
 * everything before `since`. Runs that were quiet for a while need no entry, so it stays small.
 */
export interface StreamCursor {
  since: number;
  seen: ReadonlyMap<string, number>;
}

/**
 * An event becomes visible up to this long after its time was taken: transactions last 30 seconds at
 * most. Runs that were active within it are listed one by one.
 */
export const VISIBILITY_LAG_MS = 60_000;
/** 200 entries of about 28 characters stay well below the 16 kB that Node allows for headers. */
const MOST_RUNS = 200;

/** The cursor of a reader that has seen everything up to `positions`. */
export function makeCursor(
  positions: ReadonlyMap<string, RunPosition>,
  newestAt: number,
): StreamCursor {
  const active = [...positions]
    .filter(([, { at }]) => at >= newestAt - VISIBILITY_LAG_MS)
    .sort(([, a], [, b]) => b.at - a.at);
  const dropped = active[MOST_RUNS];
  const since = dropped ? dropped[1].at + 1 : newestAt - VISIBILITY_LAG_MS;
  const kept = active.slice(0, MOST_RUNS).filter(([, { at }]) => at >= since);
  return { since, seen: new Map(kept.map(([runId, { seq }]) => [runId, seq])) };
}

/** True for an event that a reader with this cursor has not seen. */
export function isUnseen(
  cursor: StreamCursor,
  event: Pick<RunEvent, 'runId' | 'seq' | 'at'>,
): boolean {
  const seen = cursor.seen.get(event.runId);
  return seen === undefined ? Date.parse(event.at) >= cursor.since : event.seq > seen;
}

/** `all~<since>~<run><sequence>.<run><sequence>`: numbers to base 36, runs as 22 characters. */
export function writeCursor({ since, seen }: StreamCursor): string {
  const entries = Array.from(seen, ([runId, seq]) => {
    return Buffer.from(runId.replaceAll('-', ''), 'hex').toString('base64url') + seq.toString(36);
  });
  return `all~${since.toString(36)}~${entries.join('.')}`;
}

/** Null for a text that is no cursor. */
export function readCursor(text: string): StreamCursor | null {
  const match = /^all~([0-9a-z]{1,11})~([\w.-]*)$/.exec(text);
  if (!match) return null;
  const seen = new Map<string, number>();
  for (const entry of (match[2] ?? '').split('.')) {
    if (entry === '') continue;
    const parts = /^([\w-]{22})([0-9a-z]{1,8})$/.exec(entry);
    if (!parts) return null;
    seen.set(readId(parts[1] ?? ''), Number.parseInt(parts[2] ?? '', 36));
  }
  return { since: Number.parseInt(match[1] ?? '', 36), seen };
}

function readId(text: string): string {
  const hex = Buffer.from(text, 'base64url').toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** `<run>:<sequence>`: the cursor of a reader of one run. Null for a text that is none of this run. */
export function readRunCursor(text: string, runId: string): number | null {
  const match = /^([0-9a-f-]{36}):(\d{1,9})$/.exec(text);
  return match?.[1] === runId ? Number(match[2]) : null;
}
