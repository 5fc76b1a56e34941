import { routes, type Routes } from '@graft/contracts';
import { UserError } from '@graft/errors';
import { Controller, Inject, Res } from '@nestjs/common';
import type { ApiResponse } from '../platform/api-request';
import { Handle, Input, type RouteInput } from '../platform/handle';
import { SERVICES, type Services } from '../platform/services';
import { readCursor, readRunCursor } from './stream-cursor';

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
    if (query.run === undefined) {
      const cursor = last === null ? null : (readCursor(last) ?? refuseCursor());
      await events.streamAll(caller.workspaceId, cursor, { request, response });
      return;
    }
    const run = { workspaceId: caller.workspaceId, runId: query.run };
    const after = last === null ? 0 : (readRunCursor(last, query.run) ?? refuseCursor());
    await this.requireRun(run);
    await events.streamRun(run, after, { request, response });
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
