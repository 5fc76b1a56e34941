export { openTracing, readTraceParent, Tracing, type EndedRun, type SpanOptions } from './tracing';
export { placeOfRun } from './run-trace';
export { SpanKind, SpanStatusCode, type Span, type SpanContext } from '@opentelemetry/api';
