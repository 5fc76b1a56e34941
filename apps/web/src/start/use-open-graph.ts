import { notifications } from '@mantine/notifications';
import type { Graph } from '@graft/graph';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import * as words from '#words/start';
import { describeError, useClient } from '../client/api';
import { usePipelines } from '../client/queries';
import { queryKeys } from '../client/query-keys';
import { freeName } from './free-name';

/** Saves a graph as a new pipeline and opens it; `opening` is the key of the one under way. */
export function useOpenGraph() {
  const client = useClient();
  const queries = useQueryClient();
  const known = usePipelines().data ?? [];
  const [, navigate] = useLocation();
  const [opening, setOpening] = useState<string | null>(null);
  const open = (key: string, graph: Graph) => {
    setOpening(key);
    const name = freeName(graph.name ?? words.pipeline, new Set(known.map((each) => each.name)));
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
          title: words.thePipelineCouldNotBeMade,
          message: describeError(thrown),
        });
      });
  };
  return { open, opening };
}
