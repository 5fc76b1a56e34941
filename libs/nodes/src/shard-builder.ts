import type { ExampleRow } from '@graft/graph';
import type { FeatureStore, PrefixExecutor } from './define-step';

/** A shard is put and recorded at once, so a kill loses at most this much work. */
const SHARD_ROWS = 256;
const SHARD_BYTES = 32 * 1024 * 1024;

/** Collects rows until they make a shard. */
export class ShardBuilder {
  #examples: string[] = [];
  #parts = new Map<string, Float32Array[]>();
  #bytes = 0;

  constructor(
    private readonly store: FeatureStore,
    private readonly prefix: PrefixExecutor,
  ) {}

  async add(rows: readonly ExampleRow[], values: ReadonlyMap<string, Float32Array>): Promise<void> {
    this.#examples.push(...rows.map(({ sha256 }) => sha256));
    for (const [layer, part] of values) {
      this.#parts.set(layer, [...(this.#parts.get(layer) ?? []), part]);
      this.#bytes += part.byteLength;
    }
    if (this.#examples.length >= SHARD_ROWS || this.#bytes >= SHARD_BYTES) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#examples.length === 0) return;
    const values = new Map([...this.#parts].map(([layer, parts]) => [layer, join(parts)] as const));
    const examples = this.#examples;
    this.#examples = [];
    this.#parts = new Map();
    this.#bytes = 0;
    await this.store.add({ examples, values }, this.prefix.shapes);
  }
}

function join(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
