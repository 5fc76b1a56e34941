/**
 * The three roots of everything Graft throws. Problems in a graph are not thrown: they are returned
 * as Issues (see @graft/graph).
 */
export type ErrorClass = 'user' | 'operational' | 'unexpected';

export interface GraftErrorOptions {
  /** Stable, dotted, lower case: `dataset.empty`. Clients may branch on it. */
  code: string;
  /** What is wrong, where, and what to do: one or two sentences for a person. */
  message: string;
  /** Small plain values that help the reader: names, numbers, limits. Never a path or a secret. */
  details?: Readonly<Record<string, unknown>>;
  cause?: unknown;
}

/** What the three roots share. Catch the roots, never this class. */
export abstract class GraftError extends Error {
  abstract readonly errorClass: ErrorClass;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(options: GraftErrorOptions) {
    super(options.message, { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.details = options.details ?? {};
  }
}

/** The person can fix it. Never retried; answers 4xx. */
export class UserError extends GraftError {
  readonly errorClass = 'user';
  /** HTTP status of the answer, 400 to 499. */
  readonly status: number;

  constructor(options: GraftErrorOptions & { status?: number }) {
    super(options);
    this.status = options.status ?? 422;
  }
}

/** The world is temporarily broken (database, disk, network). Retried; answers 503. */
export class OperationalError extends GraftError {
  readonly errorClass = 'operational';
}

/** Our bug. Logged with its stack, answered as a plain 500. */
export class UnexpectedError extends GraftError {
  readonly errorClass = 'unexpected';
}

/** Wraps anything thrown into one of the three roots; a root passes through unchanged. */
export function toGraftError(thrown: unknown): UserError | OperationalError | UnexpectedError {
  if (
    thrown instanceof UserError ||
    thrown instanceof OperationalError ||
    thrown instanceof UnexpectedError
  ) {
    return thrown;
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new UnexpectedError({ code: 'unexpected', message, cause: thrown });
}
