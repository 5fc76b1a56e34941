import { routes, type Routes, type VersionSummary } from '@graft/contracts';
import type { VersionEntry } from '@graft/db';
import { Controller, Inject } from '@nestjs/common';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { SERVICES, type Services } from '../platform/services';

@Controller()
export class VersionsController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.listPipelineVersions)
  async list(
    @Input() { caller, params, query }: RouteInput<Routes['listPipelineVersions']>,
  ): Promise<RouteReply<Routes['listPipelineVersions']>> {
    const page = { ...query, named: query.named === 'true' };
    const found = await this.versions.list(caller.workspaceId, params.pipelineId, page);
    return { versions: found.map(summarise) };
  }

  @Handle(routes.keepPipelineVersion)
  async keep(
    @Input() { caller, params, body }: RouteInput<Routes['keepPipelineVersion']>,
  ): Promise<RouteReply<Routes['keepPipelineVersion']>> {
    return summarise(await this.versions.keep(caller.workspaceId, params.pipelineId, body));
  }

  @Handle(routes.getPipelineVersion)
  async get(
    @Input() { caller, params }: RouteInput<Routes['getPipelineVersion']>,
  ): Promise<RouteReply<Routes['getPipelineVersion']>> {
    const { pipelineId, versionId } = params;
    const found = await this.versions.require(caller.workspaceId, pipelineId, versionId);
    return { ...summarise(found), graph: found.graph };
  }

  @Handle(routes.namePipelineVersion)
  async name(
    @Input() { caller, params, body }: RouteInput<Routes['namePipelineVersion']>,
  ): Promise<RouteReply<Routes['namePipelineVersion']>> {
    const { pipelineId, versionId } = params;
    return summarise(
      await this.versions.rename(caller.workspaceId, pipelineId, versionId, body.name),
    );
  }

  private get versions(): Services['database']['versions'] {
    return this.services.database.versions;
  }
}

function summarise({ id, number, name, createdAt, runs }: VersionEntry): VersionSummary {
  const [run] = runs;
  return {
    ...{ versionId: id, number, name, createdAt: createdAt.toISOString() },
    run: run === undefined ? null : { runId: run.id, status: run.state },
  };
}
