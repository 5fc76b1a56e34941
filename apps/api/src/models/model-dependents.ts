import type { Dependents } from '@graft/contracts';
import type { Database, ModelVersionView } from '@graft/db';
import { UserError } from '@graft/errors';
import { catalogue } from '@graft/nodes';

/** Parameters that name a base, as the definitions of the nodes declare them. */
const BASE_PARAMS = [...catalogue.values()].flatMap(({ kind, fields }) =>
  Object.entries(fields).flatMap(([param, { widget }]) =>
    widget === 'base' ? [{ kind, param }] : [],
  ),
);

/** What would miss a version. A graph names a model, and means its newest version. */
export async function findDependents(
  models: Pick<Database['models'], 'find' | 'listPipelinesOn'>,
  workspaceId: string,
  { modelId, name, number, tags }: ModelVersionView,
): Promise<Dependents> {
  const newest = await models.find(workspaceId, modelId);
  const named = newest?.number === number;
  const pipelines = named ? await models.listPipelinesOn(workspaceId, name, BASE_PARAMS) : [];
  return { tags, pipelines };
}

/** @throws UserError 409 `model.in_use` when something depends on the version */
export function requireUnused({ tags, pipelines }: Dependents): void {
  if (tags.length + pipelines.length === 0) return;
  const names = [
    ...tags.map((tag) => `the tag ${tag}`),
    ...pipelines.map(({ name }) => `the pipeline ${name}`),
  ];
  throw new UserError({
    status: 409,
    code: 'model.in_use',
    message: `This version is used by ${names.join(', ')}: change that first, or say that it goes anyway.`,
    details: { tags, pipelines },
  });
}
