import { UserError } from '@graft/errors';
import { hash, verify, type Algorithm } from '@node-rs/argon2';

// Argon2id with 19 MiB and two passes: the first choice of OWASP's Password Storage Cheat Sheet.
// 2 is Argon2id: the package's enum exists at compile time only.
const SETTINGS = {
  algorithm: 2 as Algorithm,
  memoryCost: 19 * 1024,
  timeCost: 2,
  parallelism: 1,
};
const AT_ONCE = 2;
const MOST_WAITING = 20;

/**
 * Hashes and checks passwords, a few at a time: hashing is slow on purpose, and a flood of log-ins
 * must not take the processor from everybody else.
 */
export class Passwords {
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  readonly #decoy = hash('nobody has this password', SETTINGS);

  async hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(password, SETTINGS));
  }

  /** Whether the password is right. For a user who isn't there it takes as long, and is false. */
  async verify(known: string | null, password: string): Promise<boolean> {
    const against = known ?? (await this.#decoy);
    const same = await this.#inTurn(() => verify(against, password));
    return same && known !== null;
  }

  async #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#running < AT_ONCE) this.#running += 1;
    else await this.#wait();
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  /** The place of whoever leaves is handed over, so the count stays. */
  #wait(): Promise<void> {
    if (this.#waiting.length >= MOST_WAITING) {
      throw new UserError({
        status: 429,
        code: 'login.busy',
        message: 'Too many people log in at this moment: try again in a few seconds.',
        details: { retryAfterSeconds: 2 },
      });
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
