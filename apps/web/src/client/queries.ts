import { useQuery } from '@tanstack/react-query';
import { useClient } from './api';
import { queryKeys } from './query-keys';

/** Runs of the workspace, newest first. */
export function useRunList(limit = 50) {
  const client = useClient();
  return useQuery({
    queryKey: [...queryKeys.runs, limit],
    queryFn: ({ signal }) => client.listRuns({ query: { limit }, signal }),
    select: (reply) => reply.runs,
  });
}

/** Id of the newest run of a pipeline, however many others the workspace has had since. */
export function useNewestRun(pipelineId: string): string | null {
  const client = useClient();
  const { data } = useQuery({
    queryKey: [...queryKeys.runs, 'newest', pipelineId],
    queryFn: ({ signal }) => client.listRuns({ query: { limit: 1, pipelineId }, signal }),
    select: ({ runs }) => runs[0]?.runId ?? null,
  });
  return data ?? null;
}

/** A run with its steps and reports. */
export function useRun(runId: string | null) {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.run(runId ?? ''),
    queryFn: ({ signal }) => client.getRun({ params: { runId: runId ?? '' }, signal }),
    enabled: runId !== null,
  });
}

export function usePipelines() {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.pipelines,
    queryFn: ({ signal }) => client.listPipelines({ query: { limit: 50 }, signal }),
    select: (reply) => reply.pipelines,
  });
}

export function useDatasets() {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.datasets,
    queryFn: ({ signal }) => client.listDatasets({ query: { limit: 200 }, signal }),
    select: (reply) => reply.datasets,
  });
}

export function useModels() {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.models,
    queryFn: ({ signal }) => client.listModels({ query: { limit: 200 }, signal }),
    select: (reply) => reply.models,
  });
}

export function useModel(name: string) {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.model(name),
    queryFn: ({ signal }) => client.getModel({ params: { model: name }, signal }),
  });
}

/** Base models that can be fetched from where others publish them. */
export function usePublishedBases() {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.publishedBases,
    queryFn: ({ signal }) => client.listPublishedBases({ signal }),
    select: (reply) => reply.bases,
  });
}

export function useCatalog() {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.catalog,
    queryFn: ({ signal }) => client.getCatalog({ signal }),
  });
}

const WORKERS_REFRESH_MS = 5_000;

/** Workers that are connected, the longest running first; asked for again while somebody looks. */
export function useConnectedWorkers() {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.workers,
    queryFn: ({ signal }) => client.listWorkers({ signal }),
    select: (reply) => reply.workers,
    refetchInterval: WORKERS_REFRESH_MS,
  });
}
