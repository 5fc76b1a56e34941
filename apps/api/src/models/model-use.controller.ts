import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { routes, type Routes } from '@graft/contracts';
import { digestSpec } from '@graft/model';
import { sizeBase } from '@graft/nodes';
import { Controller, Inject, Res } from '@nestjs/common';
import type { ApiResponse } from '../platform/api-request';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { readRawBody } from '../platform/read-body';
import { SERVICES, type Services } from '../platform/services';
import { snapshotResources } from '../graphs/workspace-resources';
import { requireBase } from '../catalog/require-base';
import { describeBase } from './describe-base';
import { collectFacts } from './collect-facts';
import { writePredictions } from './dataset-predictions';
import { refuseModel } from './models.controller';
import { readPredictFiles, readWhole, type UploadLayout } from './read-predict-files';

/** What a registered model is for: classifying, and going elsewhere. */
@Controller()
export class ModelUseController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.exportModel)
  async export(
    @Input() { caller, params, query }: RouteInput<Routes['exportModel']>,
    @Res() response: ApiResponse,
  ): Promise<void> {
    const { model, known, name } = await this.#findExported(
      caller.workspaceId,
      params.model,
      query,
    );
    const float16 = query.weights === 'float16';
    const options = { ...known, format: query.format, float16 };
    await this.services.exporter.export(model, options, async (zip) => {
      const file = `${name}-${query.format}.zip`;
      response.set({
        'content-type': 'application/zip',
        'content-length': String(zip.bytes),
        'content-disposition': `attachment; filename="${file.replace(/[^\w.-]/g, '_')}"`,
        'content-security-policy': "default-src 'none'; sandbox",
      });
      await pipeline(zip.content, response);
    });
  }

  /** A registered model, or else the base of that name. */
  async #findExported(
    workspaceId: string,
    ref: string,
    { version }: RouteInput<Routes['exportModel']>['query'],
  ) {
    const model = await this.services.database.models.find(workspaceId, ref, version);
    if (model) {
      const known = await collectFacts(this.services, workspaceId, model);
      return { model, known, name: `${model.name}-${String(model.number)}` };
    }
    const resources = await snapshotResources(this.services, workspaceId);
    const base = version === undefined ? resources.find('base', ref) : undefined;
    if (!base) return refuseModel(ref);
    return { model: base, known: { facts: describeBase(base), report: null }, name: ref };
  }

  @Handle(routes.predictDataset)
  async predictDataset(
    @Input() { caller, params, query }: RouteInput<Routes['predictDataset']>,
    @Res() response: ApiResponse,
  ): Promise<void> {
    const { database, examples } = this.services;
    const { workspaceId } = caller;
    const model = await database.models.find(workspaceId, params.model, query.version);
    if (!model) return refuseModel(params.model);
    const { digest, manifest } = await examples.open(workspaceId, query.dataset);
    const rows = writePredictions(this.services, { workspaceId, model, manifest, digest });
    response.set({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="predictions.csv"',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    await pipeline(await readAhead(rows), response);
  }

  @Handle(routes.predict)
  async predict(
    @Input() { caller, params, query, request }: RouteInput<Routes['predict']>,
  ): Promise<RouteReply<Routes['predict']>> {
    const { database, predictor, scratch } = this.services;
    const model = await database.models.find(caller.workspaceId, params.model, query.version);
    if (!model) return refuseModel(params.model);
    const files = readPredictFiles(readRawBody(request, routes.predict.body.limit), {
      name: query.name,
      layout: layoutOf(request.headers['content-type'] ?? ''),
      folder: scratch,
    });
    return predictor.predict(model, files, query.top, query.explain);
  }

  @Handle(routes.mapBaseFeatures)
  async mapBaseFeatures(
    @Input() { caller, params, query, request }: RouteInput<Routes['mapBaseFeatures']>,
  ): Promise<RouteReply<Routes['mapBaseFeatures']>> {
    const resources = await snapshotResources(this.services, caller.workspaceId);
    const spec = sizeBase(requireBase(resources, params.ref).spec, query.size ?? null);
    const body = readRawBody(request, routes.mapBaseFeatures.body.limit);
    const picture = { name: query.name, bytes: await readWhole(body) };
    return this.services.featureMapper.map({ digest: digestSpec(spec), spec }, picture, query);
  }

  @Handle(routes.mapFeatures)
  async mapFeatures(
    @Input() { caller, params, query, request }: RouteInput<Routes['mapFeatures']>,
  ): Promise<RouteReply<Routes['mapFeatures']>> {
    const { database, featureMapper } = this.services;
    const model = await database.models.find(caller.workspaceId, params.model, query.version);
    if (!model) return refuseModel(params.model);
    const body = readRawBody(request, routes.mapFeatures.body.limit);
    const picture = { name: query.name, bytes: await readWhole(body) };
    return featureMapper.map(model, picture, query);
  }
}

/** The first rows are made before the first byte is sent: a refusal is still an answer then. */
async function readAhead(rows: AsyncGenerator<string>): Promise<Readable> {
  const [head, first] = [await rows.next(), await rows.next()];
  async function* all() {
    for (const each of [head, first]) if (each.done !== true) yield each.value;
    yield* rows;
  }
  return Readable.from(all());
}

function layoutOf(contentType: string): UploadLayout {
  if (contentType.startsWith('application/zip')) return 'zip';
  return contentType.startsWith('text/plain') ? 'lines' : 'file';
}
