import { routes, type RegisteredModelView, type Routes } from '@graft/contracts';
import type { ModelVersionView } from '@graft/db';
import { UserError } from '@graft/errors';
import { Controller, Inject } from '@nestjs/common';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { SERVICES, type Services } from '../platform/services';
import { collectFacts } from './collect-facts';
import { findDependents, requireUnused } from './model-dependents';
import { suggestExamples } from './suggest-examples';

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
      view(await models.listVersions(caller.workspaceId, params.model)) ?? refuseModel(params.model)
    );
  }

  @Handle(routes.listSuggestions)
  async suggest(
    @Input() { caller, params, query }: RouteInput<Routes['listSuggestions']>,
  ): Promise<RouteReply<Routes['listSuggestions']>> {
    const { database, examples } = this.services;
    const { workspaceId } = caller;
    const model = await database.models.find(workspaceId, params.model, query.version);
    if (!model) return refuseModel(params.model);
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
    if (!model) return refuseModel(params.model);
    const { facts } = await collectFacts(this.services, workspaceId, model);
    const { base, trainings, code } = facts;
    return {
      ...{ name: model.name, version: model.number, runId: model.runId },
      ...{ base, trainings, code },
      data: facts.data.map(({ name, dataset, digest }) => ({ name, dataset, digest })),
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
    return view(versions) ?? refuseModel(model);
  }

  @Handle(routes.untagModel)
  async untag(@Input() { caller, params }: RouteInput<Routes['untagModel']>): Promise<void> {
    const { model, tag } = params;
    const found = await this.services.database.models.removeTag(caller.workspaceId, model, tag);
    if (!found) refuseModel(`${model} (${tag})`);
  }

  @Handle(routes.setModelNotes)
  async setNotes(
    @Input() { caller, params, body }: RouteInput<Routes['setModelNotes']>,
  ): Promise<RouteReply<Routes['setModelNotes']>> {
    const { models } = this.services.database;
    const { workspaceId } = caller;
    const { model, version } = params;
    const change = { number: version, notes: body.notes };
    if (!(await models.setNotes(workspaceId, model, change))) return refuseModel(model);
    return view(await models.listVersions(workspaceId, model)) ?? refuseModel(model);
  }

  @Handle(routes.listDependents)
  async listDependents(
    @Input() { caller, params }: RouteInput<Routes['listDependents']>,
  ): Promise<RouteReply<Routes['listDependents']>> {
    const { models } = this.services.database;
    const { workspaceId } = caller;
    const found = await models.find(workspaceId, params.model, params.version);
    return found ? findDependents(models, workspaceId, found) : refuseModel(params.model);
  }

  @Handle(routes.deleteModelVersion)
  async deleteVersion(
    @Input() { caller, params, query }: RouteInput<Routes['deleteModelVersion']>,
  ): Promise<void> {
    const { models } = this.services.database;
    const { workspaceId } = caller;
    const found = await models.find(workspaceId, params.model, params.version);
    if (!found) return refuseModel(params.model);
    if (query.anyway === 'false') {
      requireUnused(await findDependents(models, workspaceId, found));
    }
    await models.deleteVersion(workspaceId, found.modelId, found.number);
  }
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

/** @throws UserError 404 `model.unknown` */
export function refuseModel(model: string): never {
  throw new UserError({
    status: 404,
    code: 'model.unknown',
    message: `There is no model "${model}" (or not that version) in this workspace: list the models.`,
  });
}
