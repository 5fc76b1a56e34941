import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
import { openTracing, placeOfRun, readTraceParent, SpanStatusCode, Tracing } from './index';

const RUN = '01890000-0000-7000-8000-0123456789ab';
const TRACE = '018900000000700080000123456789ab';

/** Keeps what was exported after the processor has shut it down. */
class KeepingExporter extends InMemorySpanExporter {
  override shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

const failing = () =>
  Promise.reject(Object.assign(new Error('away'), { code: 'database.unavailable' }));

describe('the trace of a run', () => {
  it('is its id: what other processes began hangs from a span that is told last', async () => {
    const exporter = new KeepingExporter();
    const [worker, other] = [new Tracing('worker', exporter), new Tracing('other', exporter)];
    await worker.measure('step train', { parent: placeOfRun(RUN) }, (step) =>
      worker.measure('engine train', { parent: step.spanContext() }, () => Promise.resolve()),
    );
    await expect(other.measure('step x', { parent: placeOfRun(RUN) }, failing)).rejects.toThrow();
    const [startedAt, finishedAt] = [new Date(1000), new Date(4500)];
    const attributes = { 'graft.state': 'failed' };
    other.recordRun({ runId: RUN, startedAt, finishedAt, attributes, failure: 'step.failed' });
    other.begin('GET').end();
    await Promise.all([worker.close(), other.close()]);
    const spans = new Map(exporter.getFinishedSpans().map((span) => [span.name, span]));
    const place = (name: string) => spans.get(name)?.spanContext();
    expect(place('run')).toMatchObject({ traceId: TRACE, spanId: '80000123456789ab' });
    expect(spans.get('run')).toMatchObject({
      ...{ parentSpanContext: undefined, duration: [3, 500_000_000] },
      status: { code: SpanStatusCode.ERROR, message: 'step.failed' },
    });
    for (const name of ['step train', 'step x']) {
      expect(place(name)?.traceId).toBe(TRACE);
      expect(spans.get(name)?.parentSpanContext?.spanId).toBe('80000123456789ab');
    }
    expect(spans.get('engine train')?.parentSpanContext?.spanId).toBe(place('step train')?.spanId);
    expect(spans.get('step x')?.status.message).toBe('database.unavailable');
    // Only the one span got the chosen ids.
    expect(place('GET')?.traceId).not.toBe(TRACE);
    expect(place('GET')?.spanId).not.toBe('80000123456789ab');
  });
});

describe('tracing', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  it('goes nowhere unless the environment names a collector', async () => {
    for (const environment of [{}, { OTEL_EXPORTER_OTLP_ENDPOINT: '' }]) {
      const tracing = openTracing('graft-api', environment);
      expect(tracing.active).toBe(false);
      const span = tracing.begin('GET');
      expect(span.isRecording()).toBe(false);
      span.end();
      await tracing.close();
    }
    const wanted = openTracing('graft-api', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    expect(wanted.active).toBe(true);
    await wanted.close();
  });

  it('reaches a collector by OTLP over HTTP', async () => {
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        bodies.push(body);
        response.setHeader('content-type', 'application/json').end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    const exporter = new OTLPTraceExporter({
      ...{ url: `http://127.0.0.1:${String(port)}/v1/traces`, headers: { connection: 'close' } },
    });
    const tracing = new Tracing('graft-worker', exporter);
    tracing.begin('step evaluate', { parent: placeOfRun(RUN) }).end();
    await tracing.close();
    const sent = bodies.join('\n');
    for (const part of ['graft-worker', 'step evaluate', TRACE]) expect(sent).toContain(part);
  });

  it('reads where a caller stands, and nothing from what is malformed', () => {
    const parent = `00-${TRACE}-80000123456789ab-01`;
    expect(readTraceParent(parent)).toMatchObject({
      ...{ traceId: TRACE, spanId: '80000123456789ab', isRemote: true },
    });
    for (const wrong of [
      undefined,
      '',
      'x',
      `00-${'0'.repeat(32)}-80000123456789ab-01`,
      [parent],
    ]) {
      expect(readTraceParent(wrong)).toBeNull();
    }
  });
});
