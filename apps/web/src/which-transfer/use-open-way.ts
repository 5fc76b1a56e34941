import { notifications } from '@mantine/notifications';
import type { Graph } from '@graft/graph';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { describeError, useClient } from '../client/api';
import { usePipelines } from '../client/queries';
import { queryKeys } from '../client/query-keys';
import { freeName } from '../start/free-name';

/** Saves the graph of a way as a pipeline and opens it in the editor. */
export function useOpenWay() {
  const client = useClient();
  const queries = useQueryClient();
  const known = usePipelines().data ?? [];
  const [, navigate] = useLocation();
  const [opening, setOpening] = useState<string | null>(null);
  const open = (id: string, graph: Graph) => {
    setOpening(id);
    const name = freeName(graph.name ?? 'Pipeline', new Set(known.map((each) => each.name)));
    client
      .createPipeline({ body: { name, draft: { ...graph, name } } })
      .then(({ pipelineId }) => {
        void queries.invalidateQueries({ queryKey: queryKeys.pipelines });
        navigate(`/pipelines/${pipelineId}`);
      })
      .catch((thrown: unknown) => {
        setOpening(null);
        notifications.show({
          color: 'red',
          title: 'The graph could not be opened',
          message: describeError(thrown),
        });
      });
  };
  return { open, opening };
}
