import { routes, type DatasetView, type Routes } from '@graft/contracts';
import type { DatasetVersionView } from '@graft/db';
import { UserError } from '@graft/errors';
import { Controller, Inject, Res } from '@nestjs/common';
import type { ApiResponse } from '../platform/api-request';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { readRawBody } from '../platform/read-body';
import { SERVICES, type Services } from '../platform/services';

const CONTENT_TYPES = { zip: 'application/zip', csv: 'text/csv' } as const;

@Controller()
export class DatasetsController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.listDatasets)
  async list(
    @Input() { caller, query }: RouteInput<Routes['listDatasets']>,
  ): Promise<RouteReply<Routes['listDatasets']>> {
    const all = await this.services.database.datasets.listNewest(caller.workspaceId);
    const from = all.findIndex(({ datasetId }) => datasetId === query.after) + 1;
    return { datasets: all.slice(from, from + query.limit).map(view) };
  }

  @Handle(routes.getDataset)
  async get(
    @Input() { caller, params }: RouteInput<Routes['getDataset']>,
  ): Promise<RouteReply<Routes['getDataset']>> {
    const { datasetId } = params;
    const found = await this.services.database.datasets.findNewest(caller.workspaceId, datasetId);
    if (found?.datasetId === datasetId) return view(found);
    throw new UserError({
      status: 404,
      code: 'dataset.unknown',
      message: 'There is no such data set: list them to see which there are.',
    });
  }

  @Handle(routes.listExamples)
  listExamples(
    @Input() { caller, params, query }: RouteInput<Routes['listExamples']>,
  ): Promise<RouteReply<Routes['listExamples']>> {
    return this.services.examples.list(caller.workspaceId, params.dataset, query);
  }

  @Handle(routes.getExample)
  async getExample(
    @Input() { caller, params }: RouteInput<Routes['getExample']>,
    @Res() response: ApiResponse,
  ): Promise<void> {
    const { dataset, sha256 } = params;
    const stored = await this.services.examples.read(caller.workspaceId, dataset, sha256);
    response.set({
      'content-type': stored.type,
      'content-security-policy': "default-src 'none'; sandbox",
      // The address names the content, so it can never change.
      'cache-control': 'private, max-age=31536000, immutable',
    });
    response.send(stored.bytes);
  }

  @Handle(routes.importDataset)
  async import(
    @Input() { caller, query, request }: RouteInput<Routes['importDataset']>,
  ): Promise<RouteReply<Routes['importDataset']>> {
    const type = CONTENT_TYPES[query.format];
    if (request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== type) {
      throw new UserError({
        status: 415,
        code: 'body.wrong_type',
        message: `A ${query.format} is sent with the content type ${type}.`,
      });
    }
    const made = await this.services.importer.import({
      workspaceId: caller.workspaceId,
      name: query.name,
      format: query.format,
      bytes: readRawBody(request, routes.importDataset.body.limit),
    });
    return view(made);
  }
}

function view(version: DatasetVersionView): DatasetView {
  const { datasetId, name, number, digest, element, classes, rejected, createdAt } = version;
  return {
    ...{ datasetId, name, digest, element, classes, rejected },
    version: number,
    examples: classes.reduce((sum, { count }) => sum + count, 0),
    createdAt: createdAt.toISOString(),
  };
}
