import {
  toGraftError,
  type OperationalError,
  type UnexpectedError,
  type UserError,
} from '@graft/errors';
import type { RunError } from '@graft/contracts';
import { jsonSchema, type Json } from '@graft/graph';
import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';

/** A failure that no retry mends; the step's row says the same. */
export function finalFailure(error: RunError): ApplicationFailure {
  return ApplicationFailure.nonRetryable(error.message, error.code);
}

/** A failure of the world or an unexplained one: the server starts another attempt. */
export function retryableFailure(
  error: OperationalError | UnexpectedError | UserError,
  soon = false,
): ApplicationFailure {
  return ApplicationFailure.create({
    message: error.message,
    type: error.code,
    cause: error,
    nonRetryable: false,
    ...(soon ? { nextRetryDelay: '1 second' } : {}),
  });
}

/** A step that came while its worker has no room: it goes back into its queue, as if it had not been taken. */
export function busyFailure(): ApplicationFailure {
  return ApplicationFailure.create({
    message: 'The worker has begun another step meanwhile.',
    type: 'worker.busy',
    nonRetryable: false,
    nextRetryDelay: '1 second',
  });
}

/** For io activities: what the person did wrong is final, all else is tried again. */
export function toFailure(thrown: unknown): ApplicationFailure {
  const error = toGraftError(thrown);
  return error.errorClass === 'user' ? finalFailure(toRunError(error)) : retryableFailure(error);
}

const detailsSchema = z.record(z.string(), jsonSchema);

/** An error as rows and events hold it; an unexpected one keeps its message to itself. */
export function toRunError(error: OperationalError | UnexpectedError | UserError): RunError {
  const details = detailsSchema.safeParse(error.details);
  const shown = error.errorClass !== 'unexpected';
  return {
    code: error.code,
    message: shown ? error.message : `A fault of Graft (${error.code}): the worker's log has more.`,
    ...(shown && details.success && hasKeys(details.data) ? { details: details.data } : {}),
  };
}

function hasKeys(details: Record<string, Json>): boolean {
  return Object.keys(details).length > 0;
}
