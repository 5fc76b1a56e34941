import { useMemo } from 'react';
import * as words from '#words/running';
import { PlanDialog } from '../../runs/plan-dialog';
import { useEditor } from '../store/editor-context';
import { useNodeName } from '../store/use-node-name';

interface PlanPreviewProps {
  pipelineId: string;
  onClose: () => void;
  onStart: () => void;
}

/** What a run of the open pipeline would do, and why. */
export function PlanPreview({ pipelineId, onClose, onStart }: PlanPreviewProps) {
  const graph = useEditor((state) => state.history.present);
  const source = useMemo(() => ({ graph, editedIn: pipelineId }), [graph, pipelineId]);
  return (
    <PlanDialog
      title={words.whatWillRun}
      source={source}
      nameOf={useNodeName()}
      onClose={onClose}
      onStart={onStart}
    />
  );
}
