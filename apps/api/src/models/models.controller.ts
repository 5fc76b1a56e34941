import { pipeline } from 'node:stream/promises';
import { routes, type RegisteredModelView, type Routes } from '@graft/contracts';
import type { ModelVersionView } from '@graft/db';
import { UserError } from '@graft/errors';
import { Controller, Inject, Res } from '@nestjs/common';
import type { ApiResponse } from '../platform/api-request';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { readRawBody } from '../platform/read-body';
import { SERVICES, type Services } from '../platform/services';
import { collectFacts } from './collect-facts';
import { suggestExamples } from './suggest-examples';
import { readPredictFiles, type UploadLayout } from './read-predict-files';

@Controller()
export class ModelsController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.listModels)
  async list(
    @Input() { caller, query }: RouteInput<Routes['listModels']>,
  ): Promise<RouteReply<Routes['listModels']>> {
    const { models } = this.services.database;
    const newest = await models.listNewest(caller.workspaceId);
    const from = newest.findIndex(({ modelId }) => modelId === query.after) + 1;
    const page = newest.slice(from, from + query.limit);
    const all = await Promise.all(
      page.map(({ modelId }) => models.listVersions(caller.workspaceId, modelId)),
    );
    return { models: all.flatMap((versions) => view(versions) ?? []) };
  }

  @Handle(routes.getModel)
  async get(
    @Input() { caller, params }: RouteInput<Routes['getModel']>,
  ): Promise<RouteReply<Routes['getModel']>> {
    const { models } = this.services.database;
    return (
      view(await models.listVersions(caller.workspaceId, params.model)) ?? refuse(params.model)
    );
  }

  @Handle(routes.listSuggestions)
  async suggest(
    @Input() { caller, params, query }: RouteInput<Routes['listSuggestions']>,
  ): Promise<RouteReply<Routes['listSuggestions']>> {
    const { database, examples } = this.services;
    const { workspaceId } = caller;
    const model = await database.models.find(workspaceId, params.model, query.version);
    if (!model) return refuse(params.model);
    const plan = await database.runs.findPlan(workspaceId, model.runId);
    const load = (digest: string) => examples.load(workspaceId, digest);
    return { examples: await suggestExamples(plan, model.stepId, load, query.limit) };
  }

  @Handle(routes.getLineage)
  async lineage(
    @Input() { caller, params, query }: RouteInput<Routes['getLineage']>,
  ): Promise<RouteReply<Routes['getLineage']>> {
    const { workspaceId } = caller;
    const model = await this.services.database.models.find(
      workspaceId,
      params.model,
      query.version,
    );
    if (!model) return refuse(params.model);
    const { facts } = await collectFacts(this.services, workspaceId, model);
    const { base, trainings } = facts;
    return {
      ...{ name: model.name, version: model.number, runId: model.runId, base, trainings },
      data: facts.data.map(({ name, digest }) => ({ name, digest })),
    };
  }

  @Handle(routes.tagModel)
  async tag(
    @Input() { caller, params, body }: RouteInput<Routes['tagModel']>,
  ): Promise<RouteReply<Routes['tagModel']>> {
    const { models } = this.services.database;
    const { workspaceId } = caller;
    const { model, tag } = params;
    const found = await models.setTag(workspaceId, model, { tag, number: body.version });
    const versions = found ? await models.listVersions(workspaceId, model) : [];
    return view(versions) ?? refuse(model);
  }

  @Handle(routes.untagModel)
  async untag(@Input() { caller, params }: RouteInput<Routes['untagModel']>): Promise<void> {
    const { model, tag } = params;
    const found = await this.services.database.models.removeTag(caller.workspaceId, model, tag);
    if (!found) refuse(`${model} (${tag})`);
  }

  @Handle(routes.exportModel)
  async export(
    @Input() { caller, params, query }: RouteInput<Routes['exportModel']>,
    @Res() response: ApiResponse,
  ): Promise<void> {
    const { database, exporter } = this.services;
    const model = await database.models.find(caller.workspaceId, params.model, query.version);
    if (!model) return refuse(params.model);
    const known = await collectFacts(this.services, caller.workspaceId, model);
    const float16 = query.weights === 'float16';
    await exporter.export(model, { ...known, format: query.format, float16 }, async (zip) => {
      const name = `${model.name}-${String(model.number)}-${query.format}.zip`;
      response.set({
        'content-type': 'application/zip',
        'content-length': String(zip.bytes),
        'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`,
        'content-security-policy': "default-src 'none'; sandbox",
      });
      await pipeline(zip.content, response);
    });
  }

  @Handle(routes.predict)
  async predict(
    @Input() { caller, params, query, request }: RouteInput<Routes['predict']>,
  ): Promise<RouteReply<Routes['predict']>> {
    const { database, predictor, scratch } = this.services;
    const model = await database.models.find(caller.workspaceId, params.model, query.version);
    if (!model) return refuse(params.model);
    const files = readPredictFiles(readRawBody(request, routes.predict.body.limit), {
      name: query.name,
      layout: layoutOf(request.headers['content-type'] ?? ''),
      folder: scratch,
    });
    return predictor.predict(model, files, query.top);
  }
}

function layoutOf(contentType: string): UploadLayout {
  if (contentType.startsWith('application/zip')) return 'zip';
  return contentType.startsWith('text/plain') ? 'lines' : 'file';
}

function view(versions: readonly ModelVersionView[]): RegisteredModelView | null {
  const [newest] = versions;
  const oldest = versions.at(-1);
  if (!newest || !oldest) return null;
  return {
    modelId: newest.modelId,
    name: newest.name,
    createdAt: oldest.createdAt.toISOString(),
    versions: versions.map(
      ({ number, digest, labels, metrics, notes, runId, createdAt, tags }) => ({
        ...{ digest, metrics, notes, runId, tags },
        version: number,
        labels: labels ?? [],
        createdAt: createdAt.toISOString(),
      }),
    ),
  };
}

function refuse(model: string): never {
  throw new UserError({
    status: 404,
    code: 'model.unknown',
    message: `There is no model "${model}" (or not that version) in this workspace: list the models.`,
  });
}
