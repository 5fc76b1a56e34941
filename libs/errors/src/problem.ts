import { toGraftError, UserError } from './errors';

/** Problem details of RFC 9457, with a stable `code`. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  details?: Readonly<Record<string, unknown>>;
}

const TITLES = {
  user: 'The request cannot be carried out',
  operational: 'Temporarily unavailable',
  unexpected: 'Something went wrong on the server',
} as const;

/** Maps anything thrown to a problem document. An unexpected error never shows its own message. */
export function toProblem(thrown: unknown): Problem {
  const error = toGraftError(thrown);
  const shown = error.errorClass !== 'unexpected';
  const hasDetails = shown && Object.keys(error.details).length > 0;
  return {
    type: `urn:graft:problem:${error.code}`,
    title: TITLES[error.errorClass],
    status: statusOf(error),
    detail: shown ? error.message : 'This is a fault of Graft; the server log has the details.',
    code: error.code,
    ...(hasDetails ? { details: error.details } : {}),
  };
}

function statusOf(error: ReturnType<typeof toGraftError>): number {
  if (error instanceof UserError) return error.status;
  return error.errorClass === 'operational' ? 503 : 500;
}
