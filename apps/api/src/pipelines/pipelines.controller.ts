import { routes, type Routes } from '@graft/contracts';
import type { Pipeline, PipelineSummary } from '@graft/db';
import { UserError } from '@graft/errors';
import { Controller, Inject } from '@nestjs/common';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { SERVICES, type Services } from '../platform/services';

@Controller()
export class PipelinesController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.listPipelines)
  async list(
    @Input() { caller, query }: RouteInput<Routes['listPipelines']>,
  ): Promise<RouteReply<Routes['listPipelines']>> {
    const found = await this.pipelines.list(caller.workspaceId, query);
    return { pipelines: found.map(summarise) };
  }

  @Handle(routes.createPipeline)
  async create(
    @Input() { caller, body }: RouteInput<Routes['createPipeline']>,
  ): Promise<RouteReply<Routes['createPipeline']>> {
    return view(await this.pipelines.create(caller.workspaceId, body.name, body.draft));
  }

  @Handle(routes.getPipeline)
  async get(
    @Input() { caller, params }: RouteInput<Routes['getPipeline']>,
  ): Promise<RouteReply<Routes['getPipeline']>> {
    const found = await this.pipelines.find(caller.workspaceId, params.pipelineId);
    if (found) return view(found);
    throw new UserError({
      status: 404,
      code: 'pipeline.unknown',
      message: 'There is no such pipeline in this workspace.',
    });
  }

  @Handle(routes.savePipeline)
  async save(
    @Input() { caller, params, body }: RouteInput<Routes['savePipeline']>,
  ): Promise<RouteReply<Routes['savePipeline']>> {
    const { revision, ...change } = body;
    return view(await this.pipelines.save(caller.workspaceId, params.pipelineId, revision, change));
  }

  @Handle(routes.deletePipeline)
  async delete(@Input() { caller, params }: RouteInput<Routes['deletePipeline']>): Promise<void> {
    await this.pipelines.delete(caller.workspaceId, params.pipelineId);
  }

  private get pipelines(): Services['database']['pipelines'] {
    return this.services.database.pipelines;
  }
}

type Summary = RouteReply<Routes['listPipelines']>['pipelines'][number];

function summarise({ id, name, revision, createdAt, updatedAt }: PipelineSummary): Summary {
  return {
    pipelineId: id,
    name,
    revision,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

function view(pipeline: Pipeline): RouteReply<Routes['getPipeline']> {
  return { ...summarise(pipeline), draft: pipeline.draft };
}
