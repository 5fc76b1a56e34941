import { toGraftError, toProblem, UserError, type GraftError } from '@graft/errors';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Logger } from 'pino';
import type { ApiRequest, ApiResponse } from './api-request';

/** Answers everything thrown with a problem document; only our own faults are logged with a stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(
      thrown,
      http.getRequest<ApiRequest>(),
      http.getResponse<ApiResponse>(),
      this.logger,
    );
  }
}

/** Writes the problem document of anything thrown. A reply that has begun can only be cut off. */
export function sendProblem(
  thrown: unknown,
  request: ApiRequest,
  response: ApiResponse,
  logger: Logger,
): void {
  const error = toGraftError(thrown instanceof HttpException ? translate(thrown) : thrown);
  const requestId = request.graft?.requestId ?? '';
  const problem = { ...toProblem(error), requestId };
  if (error.errorClass === 'unexpected')
    logger.error({ err: error.cause ?? error, requestId }, error.message);
  else if (error.errorClass === 'operational')
    logger.warn({ requestId, code: error.code }, error.message);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // What is left of a refused upload is not read: the connection ends with the answer.
  if (!request.complete) response.setHeader('connection', 'close');
  if (problem.status === 401) response.setHeader('www-authenticate', 'Bearer');
  const wait = readWait(error, problem.status);
  if (wait !== null) response.setHeader('retry-after', String(wait));
  response
    .status(problem.status)
    .set({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
    .send(JSON.stringify(problem));
}

/** Seconds after which it is worth asking again; null when it never is. */
function readWait({ details }: GraftError, status: number): number | null {
  const { retryAfterSeconds } = details;
  if (typeof retryAfterSeconds === 'number') return retryAfterSeconds;
  return status === 503 || status === 429 ? 5 : null;
}

function translate(exception: HttpException): UserError {
  const status = exception.getStatus();
  const details = { status: status >= 400 && status < 500 ? status : 400 };
  if (status === 404) {
    return new UserError({
      ...details,
      code: 'not_found',
      message: 'There is nothing at this address.',
    });
  }
  return new UserError({
    ...details,
    code: 'request.invalid',
    message: 'The request is not valid.',
  });
}
