import type { SpanContext } from '@opentelemetry/api';
import { RandomIdGenerator, type IdGenerator } from '@opentelemetry/sdk-trace-base';

/** Random ids, but for the one span that is begun in `choose`. */
export class ChosenIds implements IdGenerator {
  readonly #random = new RandomIdGenerator();
  #chosen: SpanContext | null = null;

  readonly generateTraceId = (): string => this.#chosen?.traceId ?? this.#random.generateTraceId();
  readonly generateSpanId = (): string => this.#chosen?.spanId ?? this.#random.generateSpanId();

  /** @param begin begins one span, at once */
  choose<Value>(place: SpanContext, begin: () => Value): Value {
    this.#chosen = place;
    try {
      return begin();
    } finally {
      this.#chosen = null;
    }
  }
}
