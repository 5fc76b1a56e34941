import { Button, Text } from '@mantine/core';
import type { ProducedSummary } from '@graft/graph';
import { useQuery } from '@tanstack/react-query';
import { Download, Play } from 'lucide-react';
import * as words from '#words/panel';
import { useClient } from '../../client/api';
import { queryKeys } from '../../client/query-keys';
import { useRun } from '../../client/queries';
import { EmptyState } from '../../frame/empty-state';
import { Failure } from '../../frame/failure';
import { rewriteNumbers } from '../../words/numbers';
import { formatBytes } from '../../frame/format';
import { Loading } from '../../frame/loading';
import { download } from '../../runs/download';
import { EmbeddingView } from '../../runs/embedding-view';
import { PredictionsView } from '../../runs/predictions-view';
import { ReportView } from '../../runs/report-view';
import { useShownRun } from '../run/shown-run';
import { useDocument } from '../store/editor-context';
import { findEvaluated } from './evaluated-dataset';
import { findOutput, readOutput, type FoundOutput } from './read-output';
import { ScoresTable } from './scores-table';
import { RunFirst } from './run-first';

interface OutputPortProps {
  nodeId: string;
  summary: ProducedSummary<'report' | 'scores' | 'file'>;
}

/** What a step made at a port, in the run that the canvas shows. */
export function OutputPort({ nodeId, summary }: OutputPortProps) {
  const runId = useShownRun();
  const found = findOutput(useRun(runId).data?.steps ?? [], summary.source);
  if (runId === null || found === null) {
    return (
      <EmptyState icon={Play} title={words.notMadeYet} action={<RunFirst toHere />}>
        {words.runThePipelineToThisNode(summary.text)}
      </EmptyState>
    );
  }
  if (found.kind === 'file') return <FileOutput runId={runId} found={found} />;
  return <ShownOutput nodeId={nodeId} runId={runId} found={found} />;
}

interface FoundProps {
  runId: string;
  found: FoundOutput;
}

function ShownOutput({ nodeId, runId, found }: FoundProps & { nodeId: string }) {
  const client = useClient();
  const { stepId, output, kind } = found;
  const evaluated = useDocument(({ inspection }) => findEvaluated(inspection, nodeId));
  const dataset = evaluated?.recipe.dataset ?? null;
  const { data, error, isPending } = useQuery({
    queryKey: [...queryKeys.output(runId, stepId, output), 'read'],
    queryFn: async () => {
      const response = await client.getOutput({ params: { runId, stepId, output } });
      return readOutput(kind, await response.json());
    },
    staleTime: Infinity,
  });
  if (isPending) return <Loading label={words.loadingTheResult} />;
  if (error !== null) return <Failure error={error} />;
  switch (data.kind) {
    case 'report':
      return (
        <ReportView report={data.report} dataset={evaluated} place={{ runId, stepId, output }} />
      );
    case 'comparison':
      return <Text size="sm">{rewriteNumbers(data.sentence)}</Text>;
    case 'scores':
      return <ScoresTable ranking={data.ranking} />;
    case 'embedding':
      return <EmbeddingView embedding={data.embedding} dataset={dataset} />;
    case 'predictions':
      return (
        <PredictionsView
          predictions={data.predictions}
          dataset={dataset}
          place={{ runId, stepId }}
        />
      );
    case 'unknown':
      return <FileOutput runId={runId} found={found} />;
  }
}

function FileOutput({ runId, found }: FoundProps) {
  const client = useClient();
  const { stepId, output, bytes } = found;
  const save = async () => {
    const response = await client.getOutput({ params: { runId, stepId, output } });
    const named = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '');
    download(named?.[1] ?? output, await response.blob());
  };
  return (
    <Button
      variant="default"
      leftSection={<Download size={15} aria-hidden />}
      onClick={() => void save()}
    >
      {words.download(formatBytes(bytes))}
    </Button>
  );
}
