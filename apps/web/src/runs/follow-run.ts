import type { Client, RunEvent, RunView } from '@graft/contracts';
import { readEvents, readStream, type EventFeed } from '../client/event-feed';
import { applyEvents, startProgress, type RunProgress } from './run-progress';

interface Follow {
  readonly client: Client;
  readonly feed: EventFeed;
  readonly runId: string;
  readonly onChange: (run: RunProgress) => void;
  readonly onView?: (view: RunView) => void;
}

/** Events are shown at most so often: an event storm costs a few renders a second, not one each. */
const SHOW_EVERY = 120;
const RETRY_AFTER = 2000;

/**
 * Follows a run from its first event on, without a gap and without a repetition. History comes from
 * the run's own stream, which is closed as soon as it has caught up with the shared feed.
 * Returns what ends it.
 */
export function followRun({ client, feed, runId, onChange, onView }: Follow): () => void {
  const stop = new AbortController();
  let run: RunProgress | null = null;
  let waiting: RunEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  let catchingUp = false;
  let behind = false;

  const takeIn = (events: readonly RunEvent[]): boolean => {
    if (run === null) return false;
    const next = applyEvents(run, events);
    run = next.run;
    return next.gap;
  };
  const show = () => {
    timer = null;
    if (run === null || stop.signal.aborted) return;
    const heard = waiting;
    waiting = [];
    if (!catchingUp && takeIn(heard)) {
      waiting = heard;
      void catchUp();
    }
    onChange(run);
  };
  const showSoon = () => {
    timer ??= setTimeout(show, SHOW_EVERY);
  };
  const readHistory = async (goal: number): Promise<void> => {
    const done = new AbortController();
    const signal = AbortSignal.any([stop.signal, done.signal]);
    const response = await client.followEvents({ query: { run: runId }, signal });
    await readStream(response, (messages) => {
      takeIn(readEvents(messages));
      showSoon();
      return (run?.seq ?? 0) < goal;
    });
    done.abort();
  };
  const catchUp = async (): Promise<void> => {
    if (catchingUp) {
      behind = true;
      return;
    }
    catchingUp = true;
    behind = false;
    try {
      const view = await client.getRun({ params: { runId }, signal: stop.signal });
      onView?.(view);
      run ??= startProgress(view);
      showSoon();
      if (run.seq < view.lastSeq) await readHistory(view.lastSeq);
    } catch {
      if (!stop.signal.aborted) setTimeout(() => void catchUp(), RETRY_AFTER);
    } finally {
      catchingUp = false;
      showSoon();
      if (behind && !stop.signal.aborted) void catchUp();
    }
  };
  const unsubscribe = feed.subscribe((events) => {
    const ours = events.filter((event) => event.runId === runId);
    if (ours.length === 0) return;
    waiting.push(...ours);
    showSoon();
  });
  const unwatch = feed.watchResync(() => void catchUp());
  void catchUp();
  return () => {
    stop.abort();
    unsubscribe();
    unwatch();
    if (timer !== null) clearTimeout(timer);
  };
}
