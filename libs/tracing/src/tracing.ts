import { setTimeout as wait } from 'node:timers/promises';
import {
  defaultTextMapGetter,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type SpanContext,
  type SpanKind,
  type Tracer,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import { ChosenIds } from './chosen-ids';
import { placeOfRun } from './run-trace';

export interface SpanOptions {
  readonly attributes?: Attributes;
  readonly kind?: SpanKind;
  /** Default: the span begins a trace of its own. */
  readonly parent?: SpanContext;
}

/** A run that is over. */
export interface EndedRun {
  readonly runId: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly attributes: Attributes;
  /** Why it failed; null when it did not. */
  readonly failure: string | null;
}

const CLOSE_MS = 2_000;
const W3C = new W3CTraceContextPropagator();

/** Spans of one process. Without an exporter they cost next to nothing and go nowhere. */
export class Tracing {
  readonly #ids = new ChosenIds();
  readonly #provider: BasicTracerProvider | null;
  readonly #tracer: Tracer;

  /** @param service `graft-api`, `graft-worker` */
  constructor(service: string, exporter: SpanExporter | null) {
    this.#provider =
      exporter &&
      new BasicTracerProvider({
        idGenerator: this.#ids,
        resource: resourceFromAttributes({ 'service.name': service }),
        spanProcessors: [new BatchSpanProcessor(exporter)],
      });
    this.#tracer = (this.#provider ?? trace).getTracer('graft');
  }

  get active(): boolean {
    return this.#provider !== null;
  }

  begin(name: string, { parent, ...options }: SpanOptions = {}): Span {
    const above = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
    return this.#tracer.startSpan(name, options, above);
  }

  /** Measures what `work` does, and records why it failed. */
  async measure<Value>(
    name: string,
    options: SpanOptions,
    work: (span: Span) => Promise<Value>,
  ): Promise<Value> {
    const span = this.begin(name, options);
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: nameFailure(error) });
      throw error;
    } finally {
      span.end();
    }
  }

  /** The span that all of a run's others hang from; told when the run is over. */
  recordRun({ runId, startedAt, finishedAt, attributes, failure }: EndedRun): void {
    if (!this.active) return;
    const options = { attributes: { ...attributes, 'graft.run_id': runId }, startTime: startedAt };
    const span = this.#ids.choose(placeOfRun(runId), () =>
      this.#tracer.startSpan('run', options, ROOT_CONTEXT),
    );
    if (failure !== null) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
    span.end(finishedAt);
  }

  /** Sends what is left, for two seconds at most. Never rejects: nothing may hang on traces. */
  async close(): Promise<void> {
    if (this.#provider === null) return;
    const enough = new AbortController();
    const ended = this.#provider.shutdown().catch(() => undefined);
    const patience = wait(CLOSE_MS, undefined, { signal: enough.signal }).catch(() => undefined);
    await Promise.race([ended, patience]);
    enough.abort();
  }
}

/**
 * The tracing that the environment asks for: to OTEL_EXPORTER_OTLP_ENDPOINT (or _TRACES_ENDPOINT) by
 * OTLP over HTTP, with the other variables of OpenTelemetry; none without it.
 */
export function openTracing(
  service: string,
  environment: Readonly<Record<string, string | undefined>>,
): Tracing {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: all, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces } =
    environment;
  const wanted = (all ?? '') !== '' || (traces ?? '') !== '';
  return new Tracing(service, wanted ? new OTLPTraceExporter() : null);
}

/** The span that a caller names in the header `traceparent` (W3C); null when it names none. */
export function readTraceParent(header: string | string[] | undefined): SpanContext | null {
  if (typeof header !== 'string') return null;
  const found: Context = W3C.extract(ROOT_CONTEXT, { traceparent: header }, defaultTextMapGetter);
  return trace.getSpanContext(found) ?? null;
}

function nameFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
