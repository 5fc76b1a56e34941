import { UserError } from '@graft/errors';

const MOST_STREAMS = 5000;

interface Stream {
  end(): void;
}

/**
 * The streams that are open, by person. As long as there is room, everybody may have as many as they like. Then whoever
 * has fewer gets a place of whoever has most, so nobody keeps the others out.
 */
export class OpenStreams<Each extends Stream> implements Iterable<Each> {
  readonly #all = new Map<Each, string>();
  readonly #byPerson = new Map<string, Set<Each>>();

  constructor(private readonly most = MOST_STREAMS) {}

  get size(): number {
    return this.#all.size;
  }

  [Symbol.iterator](): Iterator<Each> {
    return this.#all.keys();
  }

  /** Sees to it that the person may open one more. @throws UserError 429 `events.too_many_streams` */
  makeRoom(person: string): void {
    if (this.#all.size < this.most) return;
    const own = this.#byPerson.get(person)?.size ?? 0;
    const largest = [...this.#byPerson.values()].reduce((a, b) => (b.size > a.size ? b : a));
    // Those who would only change places stay where they are.
    const newest = largest.size > own + 1 ? [...largest].at(-1) : undefined;
    if (newest === undefined) throw tooMany();
    this.remove(newest);
    newest.end();
  }

  add(person: string, stream: Each): void {
    this.#all.set(stream, person);
    const own = this.#byPerson.get(person) ?? new Set();
    this.#byPerson.set(person, own.add(stream));
  }

  /** One that was removed already stays so. */
  remove(stream: Each): void {
    const person = this.#all.get(stream) ?? '';
    this.#all.delete(stream);
    const own = this.#byPerson.get(person);
    own?.delete(stream);
    if (own?.size === 0) this.#byPerson.delete(person);
  }
}

function tooMany(): UserError {
  return new UserError({
    status: 429,
    code: 'events.too_many_streams',
    message: 'Too many pages follow the events: close some of them.',
  });
}
