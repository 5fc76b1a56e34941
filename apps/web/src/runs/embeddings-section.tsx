import { SegmentedControl } from '@mantine/core';
import type { RunView } from '@graft/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as words from '#words/runs';
import { useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { Failure } from '../frame/failure';
import { Loading } from '../frame/loading';
import { Section } from '../frame/page';
import { embeddingSchema, type Embedding } from './embedding-format';
import { EmbeddingView } from './embedding-view';
import { useEvaluatedDataset } from './use-evaluated-dataset';
import '../frame/mantine-forms.css';

interface EmbeddingsSectionProps {
  view: RunView;
  nameOf: (nodeId: string) => string | null;
}

interface EmbeddingPlace {
  readonly stepId: string;
  readonly node: string | null;
  readonly output: string;
}

/** What the run drew as points; nothing where it drew nothing. */
export function EmbeddingsSection({ view, nameOf }: EmbeddingsSectionProps) {
  const places = listEmbeddings(view);
  const [chosen, setChosen] = useState<string | null>(null);
  const place = places.find(({ stepId }) => stepId === chosen) ?? places[0] ?? null;
  const embedding = useEmbedding(view.runId, place);
  const dataset = useEvaluatedDataset(view, place?.node ?? null);
  if (place === null) return null;
  return (
    <Section
      title={words.asTheModelSeesThem}
      note={words.whatItTakesForAlikeLies}
      actions={
        places.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={words.pointsOf}
            value={place.stepId}
            onChange={setChosen}
            data={places.map(({ stepId, node }) => ({
              value: stepId,
              label: nameOf(node ?? '') ?? stepId,
            }))}
          />
        )
      }
    >
      {embedding.isPending && <Loading label={words.loadingThePoints} />}
      <Failure error={embedding.error} />
      {embedding.data !== undefined && (
        <EmbeddingView key={place.stepId} embedding={embedding.data} dataset={dataset} />
      )}
    </Section>
  );
}

function listEmbeddings(run: Pick<RunView, 'steps'>): EmbeddingPlace[] {
  return run.steps.flatMap(({ stepId, node, outputs }) =>
    Object.entries(outputs).flatMap(([output, { kind }]) =>
      kind === 'embedding' ? [{ stepId, node, output }] : [],
    ),
  );
}

function useEmbedding(runId: string, place: EmbeddingPlace | null) {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.output(runId, place?.stepId ?? '', place?.output ?? ''),
    queryFn: async (): Promise<Embedding> => {
      const { stepId = '', output = '' } = place ?? {};
      const response = await client.getOutput({ params: { runId, stepId, output } });
      return embeddingSchema.parse(await response.json());
    },
    enabled: place !== null,
    staleTime: Infinity,
  });
}
