import type { Summary } from '@graft/graph';
import { CircleDashed } from 'lucide-react';
import * as words from '#words/panel';
import { EmptyState } from '../../frame/empty-state';
import { useDocument } from '../store/editor-context';
import { DatasetPort } from './dataset-port';
import { HistoryPort } from './history-port';
import { ModelPort } from './model-port';
import { OutputPort } from './output-port';

interface PortPanelProps {
  nodeId: string;
  port: string;
}

/** What comes out of a node at one port: what is known before any run, and what the run made. */
export function PortPanel({ nodeId, port }: PortPanelProps) {
  const summary = useDocument((state) => state.inspection.summaries.get(nodeId)?.[port]);
  if (summary === undefined) {
    return (
      <EmptyState icon={CircleDashed} title={words.notKnownYet}>
        {words.wireTheInputsOfThisNode}
      </EmptyState>
    );
  }
  return <SummaryView key={`${nodeId} ${port}`} nodeId={nodeId} summary={summary} />;
}

function SummaryView({ nodeId, summary }: { nodeId: string; summary: Summary }) {
  switch (summary.type) {
    case 'dataset':
      return <DatasetPort summary={summary} />;
    case 'model':
      return <ModelPort nodeId={nodeId} summary={summary} />;
    case 'history':
      return <HistoryPort nodeId={summary.source.step} />;
    case 'report':
    case 'scores':
    case 'file':
      return <OutputPort nodeId={summary.source.step} summary={summary} />;
  }
}
