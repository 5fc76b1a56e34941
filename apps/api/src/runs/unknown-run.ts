import { UserError } from '@graft/errors';

export function unknownRun(): UserError {
  return new UserError({
    status: 404,
    code: 'run.unknown',
    message: 'There is no such run in this workspace.',
  });
}
