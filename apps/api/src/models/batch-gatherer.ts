/** Gives one answer for each item, in their order. */
export type RunBatch<Item, Answer> = (
  key: string,
  items: readonly Item[],
) => Promise<readonly Answer[]>;

interface Waiting<Item, Answer> {
  readonly key: string;
  readonly items: readonly Item[];
  readonly resolve: (answers: readonly Answer[]) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Lets many small requests share batches: while one batch runs, what arrives waits and becomes the
 * next one. So nobody waits for a timer, and batches grow only as fast as the load does. A request
 * larger than a batch is cut, so that it can't keep the others waiting.
 */
export class BatchGatherer<Item, Answer> {
  #waiting: Waiting<Item, Answer>[] = [];
  #running = false;

  constructor(
    private readonly run: RunBatch<Item, Answer>,
    private readonly limit: number,
  ) {}

  /** Items of different keys never share a batch. Rejects with what `run` rejected with. */
  async ask(key: string, items: readonly Item[]): Promise<Answer[]> {
    const parts: Promise<readonly Answer[]>[] = [];
    for (let at = 0; at < items.length; at += this.limit) {
      parts.push(this.#wait(key, items.slice(at, at + this.limit)));
    }
    return (await Promise.all(parts)).flat();
  }

  #wait(key: string, items: readonly Item[]): Promise<readonly Answer[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ key, items, resolve, reject });
      void this.#pump();
    });
  }

  async #pump(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    // What arrives in this turn of the event loop joins the first batch.
    await new Promise(setImmediate);
    for (let batch = this.#take(); batch.length > 0; batch = this.#take()) await this.#serve(batch);
    this.#running = false;
  }

  /** The oldest request, and those of its key that fit beside it. */
  #take(): Waiting<Item, Answer>[] {
    const [first] = this.#waiting;
    if (first === undefined) return [];
    const batch: Waiting<Item, Answer>[] = [];
    let size = 0;
    this.#waiting = this.#waiting.filter((each) => {
      if (each.key !== first.key || size + each.items.length > this.limit) return true;
      size += each.items.length;
      batch.push(each);
      return false;
    });
    return batch;
  }

  async #serve(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    const [first] = batch;
    if (first === undefined) return;
    try {
      const answers = await this.run(
        first.key,
        batch.flatMap(({ items }) => items),
      );
      let at = 0;
      for (const { items, resolve } of batch) {
        resolve(answers.slice(at, at + items.length));
        at += items.length;
      }
    } catch (error) {
      if (batch.length === 1) first.reject(error);
      // One request may have brought it down: each is answered for itself.
      else for (const each of batch) await this.#serve([each]);
    }
  }
}
