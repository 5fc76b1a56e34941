import { GraftError, OperationalError, UnexpectedError, UserError } from '@graft/errors';

/** Codes of Prisma, PostgreSQL and the operating system that mean: not now, but maybe soon. */
const UNAVAILABLE = new Set([
  ...['P1001', 'P1002', 'P1008', 'P1011', 'P1017', 'P2024', 'P2028', 'P2034', 'P2037'],
  ...[
    '57P01',
    '57P02',
    '57P03',
    '57014',
    '25P03',
    '55P03',
    '53300',
    '08000',
    '08001',
    '08003',
    '08006',
    '40001',
    '40P01',
  ],
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
]);
const UNAVAILABLE_TEXT =
  /connection terminated|can't reach database|connection (was )?closed|not queryable|the database system is|transaction (api error|not found|already closed)|server has closed the connection|timeout exceeded when trying to connect/i;
const DISK_FULL = new Set(['53100', 'ENOSPC']);
const TERMINAL_STATE = 'GR001';

/**
 * Turns whatever Prisma, its adapter or pg threw into one of Graft's three roots.
 * @returns the error itself when it is one of them already
 */
export function toDatabaseError(thrown: unknown): GraftError {
  if (thrown instanceof GraftError) return thrown;
  const codes = [...listCodes(thrown)];
  const text = describe(thrown);
  if (codes.some((code) => DISK_FULL.has(code))) {
    return new OperationalError({
      code: 'storage.full',
      message: 'The disk of the database is full: free some space, then it goes on by itself.',
      cause: thrown,
    });
  }
  if (codes.includes(TERMINAL_STATE) || text.includes(TERMINAL_STATE)) {
    return new UserError({
      code: 'state.final',
      status: 409,
      message: 'It has ended already, and what has ended stays as it is.',
      cause: thrown,
    });
  }
  if (codes.some((code) => UNAVAILABLE.has(code)) || UNAVAILABLE_TEXT.test(text)) {
    return new OperationalError({
      code: 'database.unavailable',
      message: 'The database does not answer at the moment; try again shortly.',
      cause: thrown,
    });
  }
  return new UnexpectedError({ code: 'database.unexpected', message: text, cause: thrown });
}

/** True for a violated unique index: somebody was faster. */
export function isConflict(thrown: unknown): boolean {
  const codes = [...listCodes(thrown)];
  return codes.includes('P2002') || codes.includes('23505');
}

/** True where a row names one that is not there: somebody has removed it meanwhile. */
export function isDangling(thrown: unknown): boolean {
  const codes = [...listCodes(thrown)];
  return codes.includes('P2003') || codes.includes('23503');
}

/** Codes of an error and of what it wraps: Prisma nests the driver's error in `meta` or `cause`. */
function* listCodes(thrown: unknown, depth = 0): Generator<string> {
  if (typeof thrown !== 'object' || thrown === null || depth > 6) return;
  const fields = thrown as Record<string, unknown>;
  for (const name of ['code', 'originalCode']) {
    if (typeof fields[name] === 'string') yield fields[name];
  }
  for (const name of ['cause', 'meta', 'driverAdapterError']) {
    yield* listCodes(fields[name], depth + 1);
  }
  if (thrown instanceof AggregateError) {
    for (const each of thrown.errors) yield* listCodes(each, depth + 1);
  }
}

function describe(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const cause = thrown instanceof Error && thrown.cause ? ` (${describe(thrown.cause)})` : '';
  return `${message}${cause}`;
}

/** The same object, with every rejection of its methods turned into a Graft error. */
export function withDatabaseErrors<T extends object>(repository: T): T {
  return new Proxy(repository, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]): Promise<unknown> => {
        try {
          return await (member.apply(target, given) as Promise<unknown>);
        } catch (error) {
          throw toDatabaseError(error);
        }
      };
    },
  });
}

/** The refusal of a name or a place that somebody has already. */
export function taken(code: string, message: string): UserError {
  return new UserError({ status: 409, code, message });
}
