import { routes, type Routes } from '@graft/contracts';
import { Controller, Inject } from '@nestjs/common';
import { describeBase } from '../catalog/catalog.controller';
import { checkDisk } from '../limits/check-disk';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { SERVICES, type Services } from '../platform/services';

@Controller()
export class PublishedBasesController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.listPublishedBases)
  async list(
    @Input() { caller }: RouteInput<Routes['listPublishedBases']>,
  ): Promise<RouteReply<Routes['listPublishedBases']>> {
    return { bases: await this.services.published.list(caller.workspaceId) };
  }

  @Handle(routes.fetchPublishedBase)
  async fetch(
    @Input() { caller, params }: RouteInput<Routes['fetchPublishedBase']>,
  ): Promise<RouteReply<Routes['fetchPublishedBase']>> {
    const { published, database, disk } = this.services;
    await checkDisk(database.limits, disk, caller.workspaceId, 0);
    const { card, digests } = await published.fetch(caller.workspaceId, params.ref);
    return { base: describeBase(card), digests: { ...digests } };
  }
}
