import { Button, Group, Modal, Text } from '@mantine/core';
import type { Client } from '@graft/contracts';
import { useQuery } from '@tanstack/react-query';
import { Hourglass, Play, Recycle, RotateCw } from 'lucide-react';
import * as words from '#words/runs';
import { useClient } from '../client/api';
import { Failure } from '../frame/failure';
import { formatAge } from '../frame/format';
import { Loading } from '../frame/loading';
import { StateChip } from '../frame/state-chip';
import { sayKind } from './say-kind';
import './plan-dialog.css';

export type RunSource = Parameters<Client['planRun']>[0]['body'];

interface PlanDialogProps {
  title: string;
  /** What would be run. */
  source: RunSource;
  /** What a node is called. */
  nameOf: (nodeId: string) => string | null;
  onClose: () => void;
  onStart: () => void;
}

const LOOKS = {
  hit: { word: words.reused, icon: Recycle },
  resume: { word: words.resumes, icon: RotateCw },
  wait: { word: words.waits, icon: Hourglass },
  run: { word: words.runs, icon: Play },
} as const;

/** What has no part in the run. */
const LEFT_OUT_STATES = { muted: 'muted', behind: 'left-out', bypassed: 'bypassed' } as const;

/** Before a run: what is reused, what goes on from where, what runs, and why. */
export function PlanDialog({ title, source, nameOf, onClose, onStart }: PlanDialogProps) {
  const client = useClient();
  const plan = useQuery({
    queryKey: ['plan', source],
    queryFn: ({ signal }) => client.planRun({ body: source, signal }),
    staleTime: 0,
  });
  const steps = plan.data?.steps ?? [];
  // What is wrong with the graph itself is in the list of problems.
  const warnings = (plan.data?.issues ?? []).filter(
    ({ code, severity }) => severity === 'warning' && code.startsWith('plan.'),
  );
  const reused = steps.filter((step) => step.decision === 'hit').length;
  return (
    <Modal opened onClose={onClose} title={title} size="lg">
      {plan.isPending && <Loading label={words.planning} />}
      <Failure error={plan.error} />
      {plan.data?.planDigest === null && (
        <Text size="sm">{words.problemsMustBeMendedFirst(plan.data.issues.length)}</Text>
      )}
      <ol className="plan">
        {steps.map(({ stepId, node, kind, decision, epoch, since, reason }) => {
          const { word, icon: Icon } = LOOKS[decision];
          return (
            <li key={`${stepId} ${node ?? ''}`} data-decision={decision}>
              <span className="plan__decision">
                <Icon size={14} aria-hidden />
                {decision === 'resume' ? words.stateAtEpoch(word, epoch ?? 0) : word}
              </span>
              <span>
                <b>{(node === null ? null : nameOf(node)) ?? sayKind(kind)}</b>
                <span className="plan__reason">
                  {since === null
                    ? reason
                    : words.reasonAndSince(reason, formatAge(since, Date.now()))}
                </span>
              </span>
            </li>
          );
        })}
        {(plan.data?.leftOut ?? []).map(({ node, kind, how, reason }) => (
          <li key={node} data-decision="left-out">
            <span className="plan__decision">
              <StateChip state={LEFT_OUT_STATES[how]} />
            </span>
            <span>
              <b>{nameOf(node) ?? sayKind(kind)}</b>
              <span className="plan__reason">{reason}</span>
            </span>
          </li>
        ))}
      </ol>
      {warnings.length > 0 && (
        <ul className="plan__warnings">
          {warnings.map(({ nodeId, message }) => (
            <li key={`${nodeId ?? ''} ${message}`}>{message}</li>
          ))}
        </ul>
      )}
      <Group justify="space-between" mt="md">
        <Text size="sm" c="dimmed">
          {steps.length > 0 && words.ofStepsReused(reused, steps.length)}
        </Text>
        <Button
          leftSection={<Play size={14} />}
          disabled={plan.data === undefined || plan.data.planDigest === null}
          onClick={() => {
            onClose();
            onStart();
          }}
        >
          {words.run}
        </Button>
      </Group>
    </Modal>
  );
}
