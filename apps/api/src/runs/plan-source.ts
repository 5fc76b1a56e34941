import { prepareRun, type PreparedRun, type Routes } from '@graft/contracts';
import { UserError } from '@graft/errors';
import { catalogue } from '@graft/nodes';
import { snapshotResources } from '../graphs/workspace-resources';
import type { RouteInput } from '../platform/handle';
import type { Services } from '../platform/services';

export type RunSource = RouteInput<Routes['startRun']>['body'];

/** Compiles what a request names: its graph, or the draft of a pipeline. */
export async function planSource(
  services: Services,
  workspaceId: string,
  source: RunSource,
): Promise<PreparedRun> {
  const [document, resources] = await Promise.all([
    source.pipelineId === undefined
      ? source.graph
      : loadDraft(services, workspaceId, source.pipelineId),
    snapshotResources(services, workspaceId),
  ]);
  return prepareRun(document, source.overrides, catalogue, resources);
}

async function loadDraft(services: Services, workspaceId: string, id: string): Promise<unknown> {
  const pipeline = await services.database.pipelines.find(workspaceId, id);
  if (pipeline) return pipeline.draft;
  throw new UserError({
    status: 404,
    code: 'pipeline.unknown',
    message: 'There is no such pipeline in this workspace.',
  });
}
