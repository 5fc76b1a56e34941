import type { Database } from '@graft/db';
import type { NextFunction } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ApiRequest, ApiResponse } from './api-request';

const DURATIONS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

export interface Watched {
  database: Pick<Database, 'measures'>;
  events: { readonly streams: number };
}

/** Figures of the API in the form of Prometheus; what the database knows is asked for with each scrape. */
export class ApiMetrics {
  readonly registry = new Registry();
  private readonly durations;

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.durations = new Histogram({
      name: 'graft_http_request_duration_seconds',
      help: 'Requests by route; streams of events last as long as somebody looks',
      labelNames: ['method', 'route', 'status'],
      buckets: DURATIONS,
      registers: [this.registry],
    });
  }

  /** Middleware that times every request. A route is named by its pattern: ids would be labels without end. */
  readonly time = (request: ApiRequest, response: ApiResponse, next: NextFunction): void => {
    const end = this.durations.startTimer();
    response.once('close', () => {
      const { path: route = 'none' } = (request.route ?? {}) as { path?: string };
      end({ method: request.method, route, status: String(response.statusCode) });
    });
    next();
  };

  /** From now on a scrape tells of these too. */
  watch({ database, events }: Watched): void {
    const registers = [this.registry];
    const gauge = (name: string, help: string, labelNames: string[] = []) =>
      new Gauge({ name, help, labelNames, registers });
    const runs = gauge('graft_runs', 'Runs that have not ended', ['state']);
    const workers = gauge('graft_workers', 'Workers that are connected', ['device', 'backend']);
    const waiting = gauge('graft_runs_undispatched', 'Accepted runs whose turn has not come');
    const oldest = gauge('graft_runs_undispatched_oldest_seconds', 'How long the oldest waits');
    const blobs = gauge('graft_blobs', 'Blobs that are kept');
    const bytes = gauge('graft_blob_bytes', 'Their size');
    new Gauge({
      name: 'graft_event_streams',
      help: 'Open streams of events',
      registers,
      collect() {
        this.set(events.streams);
      },
    });
    new Gauge({
      name: 'graft_database_up',
      help: '1 when the database answered this scrape; without it the figures above are missing',
      registers,
      async collect() {
        for (const each of [runs, workers, waiting, oldest, blobs, bytes]) each.reset();
        const found = await database.measures.take().catch(() => null);
        this.set(found === null ? 0 : 1);
        if (found === null) return;
        for (const { state, count } of found.runs) runs.set({ state }, count);
        for (const { count, ...labels } of found.workers) workers.set(labels, count);
        waiting.set(found.undispatched.count);
        oldest.set(found.undispatched.oldestSeconds);
        blobs.set(found.blobs.count);
        bytes.set(found.blobs.bytes);
      },
    });
  }
}
