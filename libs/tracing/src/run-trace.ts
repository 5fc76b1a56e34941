import { TraceFlags, type SpanContext } from '@opentelemetry/api';

/**
 * Where a run stands among traces: its id is the id of its trace, whoever asks and whatever was
 * restarted meanwhile, so nothing has to carry it from the API to Temporal and the workers.
 * @param runId a UUID: 128 bits, as a trace id has
 */
export function placeOfRun(runId: string): SpanContext {
  const traceId = runId.replaceAll('-', '').toLowerCase();
  return { traceId, spanId: traceId.slice(16), traceFlags: TraceFlags.SAMPLED, isRemote: true };
}
