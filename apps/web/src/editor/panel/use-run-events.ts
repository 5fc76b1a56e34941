import type { RunEvent } from '@graft/contracts';
import { useEffect, useState } from 'react';
import { useConnection } from '../../client/api';
import { readEvents, readStream } from '../../client/event-feed';

const RETRY_AFTER = 2000;

/**
 * Everything that has happened in a run, and what happens from now on, in its order. What was there before comes from
 * the run's own stream, which is closed once it has caught up; the feed brings the rest. Null until something is read.
 */
export function useRunEvents(runId: string): readonly RunEvent[] | null {
  const { client, feed } = useConnection();
  const [events, setEvents] = useState<readonly RunEvent[] | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const known = new Map<number, RunEvent>();
    const take = (heard: readonly RunEvent[]) => {
      for (const event of heard) if (event.runId === runId) known.set(event.seq, event);
      if (!stop.signal.aborted) setEvents([...known.values()].sort((a, b) => a.seq - b.seq));
    };
    const readHistory = async () => {
      const { lastSeq } = await client.getRun({ params: { runId }, signal: stop.signal });
      const isMissing = () => {
        for (let seq = 1; seq <= lastSeq; seq += 1) if (!known.has(seq)) return true;
        return false;
      };
      if (!isMissing()) return take([]);
      const done = new AbortController();
      const signal = AbortSignal.any([stop.signal, done.signal]);
      const response = await client.followEvents({ query: { run: runId }, signal });
      await readStream(response, (messages) => {
        take(readEvents(messages));
        return isMissing();
      });
      done.abort();
    };
    const read = () => {
      readHistory().catch(() => {
        if (!stop.signal.aborted) setTimeout(read, RETRY_AFTER);
      });
    };
    const unsubscribe = feed.subscribe((heard) => {
      if (heard.some((event) => event.runId === runId)) take(heard);
    });
    const unwatch = feed.watchResync(read);
    read();
    return () => {
      stop.abort();
      unsubscribe();
      unwatch();
    };
  }, [client, feed, runId]);
  return events;
}
