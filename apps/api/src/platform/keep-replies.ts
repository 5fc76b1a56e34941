import { createHash } from 'node:crypto';
import type { Database, KeyedRequest } from '@graft/db';
import { UserError } from '@graft/errors';
import { catchError, from, mergeMap, of, type Observable } from 'rxjs';
import { reusedKey } from './reused-key';

/** Replies are given again for a day. */
export const REPLY_KEPT_MS = 24 * 60 * 60_000;
const WAIT_SECONDS = 2;

/** sha256 of what a request says: parts of it that are equal as JSON are equal. */
export function digestRequest(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * Answers a request with an Idempotency-Key: the first one by its handler, later ones with what the
 * first was told. A refusal is not kept.
 * @throws UserError 409 `idempotency_key.in_use` while the first one is being answered, 422
 * `idempotency_key.reused`
 */
export async function answerOnce(
  replies: Database['replies'],
  request: KeyedRequest,
  handle: () => Observable<unknown>,
): Promise<Observable<unknown>> {
  const claim = await replies.claim(request);
  switch (claim.state) {
    case 'replied':
      return of(claim.reply);
    case 'busy':
      throw inUse();
    case 'other':
      throw reusedKey();
    case 'new':
      return handle().pipe(
        mergeMap((reply) => from(replies.keep(request, reply).then(() => reply))),
        catchError(async (error: unknown) => {
          await replies.release(request);
          throw error;
        }),
      );
  }
}

function inUse(): UserError {
  return new UserError({
    status: 409,
    code: 'idempotency_key.in_use',
    message: 'A request with this Idempotency-Key is being answered right now: ask again soon.',
    details: { retryAfterSeconds: WAIT_SECONDS },
  });
}
