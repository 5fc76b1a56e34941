import { KnownGraphs, prepareRun, type PreparedRun, type Routes } from '@graft/contracts';
import type { RunWithSteps } from '@graft/db';
import { UserError } from '@graft/errors';
import { expandGraph, type Json } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { expandRerun } from '@graft/plan';
import { snapshotResources } from '../graphs/workspace-resources';
import type { RouteInput } from '../platform/handle';
import type { Services } from '../platform/services';
import { Turns, type IsGone } from '../platform/turns';

const graphs = new KnownGraphs();
const turns = new Turns();

export type RunSource = RouteInput<Routes['startRun']>['body'];

/** What a request asks for, with all that it leaves to its parent filled in. */
export interface ResolvedSource {
  document: unknown;
  overrides: Record<string, Json>;
  pipelineId: string | null;
  parent: RunWithSteps | null;
  prepared: PreparedRun;
  /** Ids of steps that run again, whatever is there. */
  rerun: ReadonlySet<string>;
}

/**
 * Compiles what a request names: its graph, the draft of a pipeline, or the graph of its parent.
 * @param isGone whether whoever asked has gone away: then nothing is compiled
 * @throws UserError 404 `run.unknown`, `pipeline.unknown`; 422 `run.unknown-node`
 * @throws OperationalError `request.gone`
 */
export async function planSource(
  services: Services,
  workspaceId: string,
  source: RunSource,
  isGone?: IsGone,
): Promise<ResolvedSource> {
  const parent = await loadParent(services, workspaceId, source.parentId);
  const [document, resources] = await Promise.all([
    loadDocument(services, workspaceId, source, parent),
    snapshotResources(services, workspaceId),
  ]);
  const inherits = source.graph === undefined && source.pipelineId === undefined;
  const inherited = inherits ? (parent?.overrides as Record<string, Json>) : {};
  const overrides = { ...inherited, ...source.overrides };
  await turns.take(isGone);
  const prepared = prepareRun(document, overrides, catalogue, resources, source, (given) =>
    graphs.read(given),
  );
  const pipelineId = source.pipelineId ?? source.editedIn ?? parent?.version.pipelineId ?? null;
  const rerun = prepared.ok ? findRerun(prepared, source.rerun) : new Set<string>();
  return { document, overrides, pipelineId, parent, prepared, rerun };
}

async function loadParent(
  { database }: Services,
  workspaceId: string,
  parentId: string | undefined,
): Promise<RunWithSteps | null> {
  if (parentId === undefined) return null;
  const parent = await database.runs.find(workspaceId, parentId);
  if (parent) return parent;
  throw new UserError({
    status: 404,
    code: 'run.unknown',
    message: 'There is no such run in this workspace to go on from.',
  });
}

async function loadDocument(
  services: Services,
  workspaceId: string,
  { graph, pipelineId, editedIn }: RunSource,
  parent: RunWithSteps | null,
): Promise<unknown> {
  if (editedIn !== undefined) await loadDraft(services, workspaceId, editedIn);
  if (graph !== undefined) return graph;
  if (pipelineId !== undefined) return loadDraft(services, workspaceId, pipelineId);
  return parent?.version.graph;
}

function findRerun(
  { graph, compiled }: Extract<PreparedRun, { ok: true }>,
  rerun: RunSource['rerun'],
): Set<string> {
  const { graph: expanded } = expandGraph(graph, catalogue);
  const known = new Set([...graph.nodes, ...expanded.nodes].map(({ id }) => id));
  const unknown = rerun === 'all' ? undefined : rerun.find((node) => !known.has(node));
  if (unknown === undefined) return expandRerun(expanded, compiled, rerun);
  throw new UserError({
    status: 422,
    code: 'run.unknown-node',
    message: `The graph has no node "${unknown}" to run again from. It has: ${[...known].join(', ')}.`,
  });
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
