import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { routes, type DatasetView, type Routes } from '@graft/contracts';
import { changedSince, type DatasetVersionView } from '@graft/db';
import { UserError } from '@graft/errors';
import { editManifest } from '@graft/graph';
import { Controller, Inject, Res } from '@nestjs/common';
import type { ApiResponse } from '../platform/api-request';
import { checkDisk, limitToDisk } from '../limits/check-disk';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { readRawBody } from '../platform/read-body';
import { SERVICES, type Services } from '../platform/services';
import { exportDataset } from './export-dataset';
import { viewSplit } from './view-split';

const CONTENT_TYPES = {
  zip: 'application/zip',
  csv: 'text/csv',
  jsonl: 'application/x-ndjson',
} as const;

@Controller()
export class DatasetsController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.listDatasets)
  async list(
    @Input() { caller, query }: RouteInput<Routes['listDatasets']>,
  ): Promise<RouteReply<Routes['listDatasets']>> {
    const all = await this.services.database.datasets.listNewest(caller.workspaceId);
    const from = all.findIndex(({ datasetId }) => datasetId === query.after) + 1;
    return { datasets: all.slice(from, from + query.limit).map(viewDataset) };
  }

  @Handle(routes.getDataset)
  async get(
    @Input() { caller, params }: RouteInput<Routes['getDataset']>,
  ): Promise<RouteReply<Routes['getDataset']>> {
    const { datasetId } = params;
    const found = await this.services.database.datasets.findNewest(caller.workspaceId, datasetId);
    if (found?.datasetId === datasetId) return viewDataset(found);
    throw unknownDataset();
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

  @Handle(routes.exportDataset)
  async export(
    @Input() { caller, params }: RouteInput<Routes['exportDataset']>,
    @Res() response: ApiResponse,
  ): Promise<void> {
    const { examples } = this.services;
    const { workspaceId } = caller;
    const { digest, manifest } = await examples.open(workspaceId, params.dataset);
    const read = async (sha256: string) => (await examples.read(workspaceId, digest, sha256)).bytes;
    const name = `${params.dataset.replace(/[^\w.-]/g, '_')}.zip`;
    response.set({
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${name}"`,
      'content-security-policy': "default-src 'none'; sandbox",
    });
    await pipeline(Readable.from(exportDataset(manifest, read)), response);
  }

  @Handle(routes.listVersions)
  async listVersions(
    @Input() { caller, params, query }: RouteInput<Routes['listVersions']>,
  ): Promise<RouteReply<Routes['listVersions']>> {
    const { datasets } = this.services.database;
    const { dataset: ref } = params;
    const names = query.name === undefined ? [] : [query.name];
    const found =
      (await datasets.findNewest(caller.workspaceId, ref)) ??
      (await datasets.findByDigest(caller.workspaceId, ref, names));
    if (!found) throw unknownDataset();
    const versions = await datasets.listVersions(caller.workspaceId, found.datasetId);
    return { versions: versions.map(viewDataset) };
  }

  @Handle(routes.listDuplicates)
  listDuplicates(
    @Input() { caller, params, query }: RouteInput<Routes['listDuplicates']>,
  ): Promise<RouteReply<Routes['listDuplicates']>> {
    return this.services.examples.listDuplicates(caller.workspaceId, params.dataset, query);
  }

  @Handle(routes.previewSplit)
  async previewSplit(
    @Input() { caller, params, query }: RouteInput<Routes['previewSplit']>,
  ): Promise<RouteReply<Routes['previewSplit']>> {
    const manifest = await this.services.examples.load(caller.workspaceId, params.dataset);
    return viewSplit(manifest, query);
  }

  @Handle(routes.changeDataset)
  async change(
    @Input() { caller, params, body }: RouteInput<Routes['changeDataset']>,
  ): Promise<RouteReply<Routes['changeDataset']>> {
    const { database, examples, importer } = this.services;
    const { workspaceId } = caller;
    const newest = await database.datasets.findNewest(workspaceId, params.dataset);
    if (!newest) throw unknownDataset();
    if (newest.digest !== body.digest) throw changedSince(newest.number);
    const manifest = editManifest(await examples.load(workspaceId, newest.digest), body.changes);
    const { name, digest: after } = newest;
    return viewDataset(await importer.addChanged({ workspaceId, name, after }, manifest));
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
    const { importer, disk } = this.services;
    const { limits } = this.services.database;
    const { workspaceId } = caller;
    const bytes = Number(request.headers['content-length'] ?? 0);
    await checkDisk(limits, disk, workspaceId, bytes);
    const body = readRawBody(request, routes.importDataset.body.limit);
    const made = await importer.import({
      ...{ workspaceId, name: query.name, format: query.format },
      bytes: limitToDisk(limits, disk, workspaceId, body),
      onSize: (unpacked) => checkDisk(limits, disk, workspaceId, unpacked),
    });
    return viewDataset(made);
  }
}

/** A data set version for who asks. */
export function viewDataset(version: DatasetVersionView): DatasetView {
  const { datasetId, name, number, digest, element, classes, rejected, createdAt } = version;
  return {
    ...{ datasetId, name, digest, element, classes, rejected },
    version: number,
    examples: classes.reduce((sum, { count }) => sum + count, 0),
    createdAt: createdAt.toISOString(),
  };
}

function unknownDataset(): UserError {
  return new UserError({
    status: 404,
    code: 'dataset.unknown',
    message: 'There is no such data set: list them to see which there are.',
  });
}
