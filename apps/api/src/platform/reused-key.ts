import { UserError } from '@graft/errors';

/** Answers 422 to a key that came before with something else. */
export function reusedKey(): UserError {
  return new UserError({
    code: 'idempotency_key.reused',
    message: 'This Idempotency-Key was used for another request: send a new key.',
  });
}
