import { UserError } from '@graft/errors';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Caller } from './caller';

/** Failed log-ins after which an account, or an address, has to wait. */
const FAILURES_OF_ACCOUNT = 10;
const FAILURES_OF_ADDRESS = 50;
const FAILURES_SECONDS = 5 * 60;
const WINDOW_SECONDS = 10;

/** How often somebody may ask. Counted in this process: with N of them the limit is N times as high. */
export class Limits {
  readonly #requests: RateLimiterMemory;
  readonly #accounts = new RateLimiterMemory({
    points: FAILURES_OF_ACCOUNT,
    duration: FAILURES_SECONDS,
  });
  readonly #addresses = new RateLimiterMemory({
    points: FAILURES_OF_ADDRESS,
    duration: FAILURES_SECONDS,
  });

  /** `perSecond` is the mean over ten seconds that one credential may reach. */
  constructor(perSecond: number) {
    this.#requests = new RateLimiterMemory({
      points: perSecond * WINDOW_SECONDS,
      duration: WINDOW_SECONDS,
    });
  }

  /** Counts a request of somebody known. @throws UserError 429 `rate.too_many_requests` */
  async countRequest({ via, credentialId }: Caller): Promise<void> {
    if (via === 'local') return;
    try {
      await this.#requests.consume(credentialId ?? '');
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw tooOften('rate.too_many_requests', refused);
    }
  }

  /** @throws UserError 429 `login.too_many_failures` once too many have failed */
  async checkLogin(name: string, address: string): Promise<void> {
    for (const used of [
      await this.#accounts.get(name.toLowerCase()),
      await this.#addresses.get(address),
    ]) {
      if (used && used.remainingPoints <= 0) throw tooOften('login.too_many_failures', used);
    }
  }

  async countFailedLogin(name: string, address: string): Promise<void> {
    await this.#accounts.penalty(name.toLowerCase(), 1);
    await this.#addresses.penalty(address, 1);
  }
}

function tooOften(code: string, { msBeforeNext }: RateLimiterRes): UserError {
  return new UserError({
    status: 429,
    code,
    message: 'This was too often: wait a little and try again.',
    details: { retryAfterSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)) },
  });
}
