import type { PrefixExecutor } from '@graft/nodes/steps';

/** Models that stay ready between the steps of one engine: preparing one takes half a second. */
const MOST_KEPT = 2;

/** Prepared models by what they compute; the one that was not used for longest goes first. */
export class KeptExecutors {
  readonly #kept = new Map<string, Promise<PrefixExecutor>>();

  /** The model under this key, prepared if need be. Its `dispose` leaves it ready. */
  async open(key: string, prepare: () => Promise<PrefixExecutor>): Promise<PrefixExecutor> {
    const found = this.#kept.get(key) ?? prepare();
    this.#kept.delete(key);
    this.#kept.set(key, found);
    try {
      const executor = await found;
      await this.#shrink();
      return { ...executor, dispose: () => Promise.resolve() };
    } catch (error) {
      this.#kept.delete(key);
      throw error;
    }
  }

  async #shrink(): Promise<void> {
    for (const [key, kept] of [...this.#kept].slice(0, -MOST_KEPT)) {
      this.#kept.delete(key);
      await (await kept).dispose();
    }
  }
}
