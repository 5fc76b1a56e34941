import { routes, type Routes } from '@graft/contracts';
import { UserError } from '@graft/errors';
import { Controller, Inject, Res } from '@nestjs/common';
import type { ApiRequest, ApiResponse } from '../platform/api-request';
import { Handle, Input, type RouteInput } from '../platform/handle';
import { SERVICES, type Services } from '../platform/services';
import { readCursor, readRunCursor } from './stream-cursor';

const ACCESS_CHECK_MS = 30_000;

@Controller()
export class EventsController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.followEvents)
  async follow(
    @Input() { caller, query, request }: RouteInput<Routes['followEvents']>,
    @Res() response: ApiResponse,
  ): Promise<void> {
    const header = request.headers['last-event-id'];
    const last = (typeof header === 'string' && header !== '' ? header : query.after) ?? null;
    const { events } = this.services;
    this.watchAccess(request, response);
    if (query.run === undefined) {
      const cursor = last === null ? null : (readCursor(last) ?? refuseCursor());
      await events.streamAll(caller, cursor, { request, response });
      return;
    }
    const { workspaceId, userId } = caller;
    const run = { workspaceId, userId, runId: query.run };
    const after = last === null ? 0 : (readRunCursor(last, query.run) ?? refuseCursor());
    await this.requireRun(run);
    await events.streamRun(run, after, { request, response });
  }

  /** A stream outlives the check at its door, so the check is made again while it is open. */
  private watchAccess(request: ApiRequest, response: ApiResponse): void {
    const timer = setInterval(() => {
      this.services.authenticator.authenticate(request).then(
        () => undefined,
        (error: unknown) => {
          // A database that is away for a moment closes nobody's stream.
          if (error instanceof UserError) response.end();
        },
      );
    }, ACCESS_CHECK_MS);
    timer.unref();
    response.once('close', () => clearInterval(timer));
  }

  private async requireRun(run: { workspaceId: string; runId: string }): Promise<void> {
    if (await this.services.database.runs.find(run.workspaceId, run.runId)) return;
    throw new UserError({
      status: 404,
      code: 'run.unknown',
      message: 'There is no such run in this workspace.',
    });
  }
}

function refuseCursor(): never {
  throw new UserError({
    status: 400,
    code: 'events.bad_cursor',
    message: 'The id of the last event is not one of this stream: open it without.',
  });
}
