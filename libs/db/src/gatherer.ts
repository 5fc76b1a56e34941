import { UnexpectedError } from '@graft/errors';
import { toDatabaseError } from './database-error';

interface Asked<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does together what many ask for at the same time. What is asked for while `work` is under way waits for it
 * and is then done at once, in the order of asking: nobody is answered by work that began before they asked.
 * A failure is everybody's, unless it may be the fault of one item: then each is done by itself.
 */
export class Gatherer<Item, Result> {
  #waiting: Asked<Item, Result>[] = [];
  #busy = false;

  constructor(
    /** Gives a result for each item, in their order. */
    private readonly work: (items: readonly Item[]) => Promise<readonly Result[]>,
    private readonly most = 200,
  ) {}

  ask(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#busy) void this.#workAll();
    });
  }

  async #workAll(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) await this.#answer(this.#waiting.splice(0, this.most));
    this.#busy = false;
  }

  async #answer(asked: readonly Asked<Item, Result>[]): Promise<void> {
    try {
      const results = await this.work(asked.map(({ item }) => item));
      asked.forEach(({ resolve }, at) => {
        resolve(results[at] as Result);
      });
    } catch (error) {
      if (asked.length > 1 && toDatabaseError(error) instanceof UnexpectedError) {
        for (const each of asked) await this.#answer([each]);
      } else {
        for (const { reject } of asked) reject(error);
      }
    }
  }
}
