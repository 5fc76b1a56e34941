import { Button, Group, Modal, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Hourglass, Play, Recycle, RotateCw } from 'lucide-react';
import { describeError, useClient } from '../../client/api';
import { formatPlural } from '../../frame/format';
import { sayKind } from '../../runs/say-kind';
import { useEditor } from '../store/editor-context';
import { useNodeName } from '../store/use-node-name';
import './plan-preview.css';
import { Loading } from '../../frame/loading';

interface PlanPreviewProps {
  onClose: () => void;
  onStart: () => void;
}

const LOOKS = {
  hit: { word: 'Reused', icon: Recycle },
  resume: { word: 'Resumes', icon: RotateCw },
  wait: { word: 'Waits', icon: Hourglass },
  run: { word: 'Runs', icon: Play },
} as const;

/** Before a run: what is reused, what goes on from where, what runs, and why. */
export function PlanPreview({ onClose, onStart }: PlanPreviewProps) {
  const client = useClient();
  const graph = useEditor((state) => state.history.present);
  const plan = useQuery({
    queryKey: ['plan', graph],
    queryFn: ({ signal }) => client.planRun({ body: { graph }, signal }),
    staleTime: 0,
  });
  const nameOf = useNodeName();
  const steps = plan.data?.steps ?? [];
  const reused = steps.filter((step) => step.decision === 'hit').length;
  return (
    <Modal opened onClose={onClose} title="What will run?" size="lg">
      {plan.isPending && <Loading label="Planning" />}
      {plan.error !== null && <Text c="var(--state-red)">{describeError(plan.error)}</Text>}
      {plan.data?.planDigest === null && (
        <Text size="sm">
          {formatPlural(plan.data.issues.length, 'problem')} must be mended first.
        </Text>
      )}
      <ol className="plan">
        {steps.map(({ stepId, node, kind, decision, epoch, reason }) => {
          const { word, icon: Icon } = LOOKS[decision];
          return (
            <li key={`${stepId} ${node ?? ''}`} data-decision={decision}>
              <span className="plan__decision">
                <Icon size={14} aria-hidden />
                {decision === 'resume' ? `${word} at epoch ${epoch ?? 0}` : word}
              </span>
              <span>
                <b>{(node === null ? null : nameOf(node)) ?? sayKind(kind)}</b>
                <span className="plan__reason">{reason}</span>
              </span>
            </li>
          );
        })}
      </ol>
      <Group justify="space-between" mt="md">
        <Text size="sm" c="dimmed">
          {steps.length > 0 && `${reused} of ${formatPlural(steps.length, 'step')} reused`}
        </Text>
        <Button
          leftSection={<Play size={14} />}
          disabled={plan.data === undefined || plan.data.planDigest === null}
          onClick={() => {
            onClose();
            onStart();
          }}
        >
          Run
        </Button>
      </Group>
    </Modal>
  );
}
