import { routes, type Routes, type ScheduleEntry } from '@graft/contracts';
import type { ScheduleView } from '@graft/db';
import { UserError } from '@graft/errors';
import { Controller, Inject } from '@nestjs/common';
import { deriveId } from '../platform/derive-id';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { reusedKey } from '../platform/reused-key';
import { SERVICES, type Services } from '../platform/services';
import { nextTime } from './cron-times';

@Controller()
export class SchedulesController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.listSchedules)
  async list(
    @Input() { caller }: RouteInput<Routes['listSchedules']>,
  ): Promise<RouteReply<Routes['listSchedules']>> {
    const found = await this.services.database.schedules.list(caller.workspaceId);
    return { schedules: found.map(view) };
  }

  @Handle(routes.createSchedule)
  async create(
    @Input() { caller, body, idempotencyKey: key }: RouteInput<Routes['createSchedule']>,
  ): Promise<RouteReply<Routes['createSchedule']>> {
    const { pipelines, datasets, schedules } = this.services.database;
    const { workspaceId, userId } = caller;
    const { pipelineId, trigger } = body;
    if (!(await pipelines.find(workspaceId, pipelineId))) throw unknown('pipeline');
    if (trigger.type === 'data') {
      const found = await datasets.findNewest(workspaceId, trigger.datasetId);
      if (found?.datasetId !== trigger.datasetId) throw unknown('dataset');
    }
    const now = new Date();
    const nextAt = trigger.type === 'cron' ? nextTime(trigger, now) : now;
    const { id } = await schedules.add({
      ...{ workspaceId, userId, pipelineId, nextAt },
      ...(key === null ? {} : { id: deriveId('schedule', workspaceId, key) }),
      trigger:
        trigger.type === 'cron'
          ? { cron: trigger.cron, timezone: trigger.timezone }
          : { datasetId: trigger.datasetId },
    });
    const made = (await schedules.list(workspaceId)).find((each) => each.id === id);
    if (!made) throw unknown('schedule');
    if (!isAsked(made, body)) throw reusedKey();
    return view(made);
  }

  @Handle(routes.deleteSchedule)
  async delete(@Input() { caller, params }: RouteInput<Routes['deleteSchedule']>): Promise<void> {
    const { schedules } = this.services.database;
    if (!(await schedules.remove(caller.workspaceId, params.scheduleId))) throw unknown('schedule');
  }
}

function view(schedule: ScheduleView): ScheduleEntry {
  const { id, pipelineId, pipeline, cron, timezone, datasetId, dataset, nextAt } = schedule;
  return {
    ...{ scheduleId: id, pipelineId, pipeline: pipeline.name },
    trigger:
      cron === null
        ? { type: 'data', datasetId: datasetId ?? '', dataset: dataset?.name ?? '' }
        : { type: 'cron', cron, timezone: timezone ?? 'UTC' },
    nextAt: cron === null ? null : nextAt.toISOString(),
    lastRunId: schedule.lastRunId,
    lastAt: schedule.lastAt?.toISOString() ?? null,
    problem: schedule.problem,
  };
}

function isAsked(made: ScheduleView, { pipelineId, trigger }: ScheduleBody): boolean {
  if (made.pipelineId !== pipelineId) return false;
  return trigger.type === 'cron'
    ? made.cron === trigger.cron && made.timezone === trigger.timezone
    : made.datasetId === trigger.datasetId;
}

type ScheduleBody = RouteInput<Routes['createSchedule']>['body'];

function unknown(what: 'pipeline' | 'dataset' | 'schedule'): UserError {
  const names = { pipeline: 'pipeline', dataset: 'data set', schedule: 'schedule' };
  return new UserError({
    status: 404,
    code: `${what}.unknown`,
    message: `There is no such ${names[what]} in this workspace.`,
  });
}
