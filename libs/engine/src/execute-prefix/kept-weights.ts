import type { WeightSpec } from '@graft/model';

/** Weights that stay in memory between the steps of one engine: reading one anew costs more than using it. */
const MOST_KEPT = 2;

/** Weights from blobs, by where they lie; the one that was not used for longest goes first. */
export class KeptWeights {
  readonly #kept = new Map<string, Promise<Float32Array>>();

  /** The values of a weight, read if need be: not to be changed. Others than those from blobs are never kept. */
  async open(
    { source, shape }: WeightSpec,
    read: () => Promise<Float32Array>,
  ): Promise<Float32Array> {
    if (source.kind !== 'blob') return read();
    const key = [source.digest, source.byteOffset, source.dtype, ...shape].join(' ');
    const found = this.#kept.get(key) ?? read();
    this.#kept.delete(key);
    this.#kept.set(key, found);
    for (const oldest of [...this.#kept.keys()].slice(0, -MOST_KEPT)) this.#kept.delete(oldest);
    try {
      return await found;
    } catch (error) {
      this.#kept.delete(key);
      throw error;
    }
  }
}
