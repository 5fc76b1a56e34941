import { ActionIcon, Tooltip } from '@mantine/core';
import { Ban, Pause, Play, type LucideIcon } from 'lucide-react';
import * as words from '#words/running';
import { useRuns } from '../../runs/run-store';
import { sayStep } from '../../runs/say-step';
import { useControlRun } from '../../runs/use-control-run';
import { useNodeName } from '../store/use-node-name';

/** What is being worked on right now, steps that have no card of their own included. */
export function RunningStep({ runId }: { runId: string }) {
  const nameOf = useNodeName();
  const step = useRuns((runs) =>
    Object.values(runs.runs[runId]?.steps ?? {}).find((each) => each.state === 'running'),
  );
  if (step === undefined) return null;
  return (
    <span className="running-step numbers">
      {sayStep(step, nameOf)}
      {step.progress !== null && `: ${step.progress.text}`}
    </span>
  );
}

/** Pause or resume, and cancel. */
export function ActiveControls({ runId, state }: { runId: string; state: string }) {
  const control = useControlRun(runId);
  return (
    <>
      {state === 'paused' ? (
        <Control
          icon={Play}
          name={words.resumeTheRun}
          tip={words.goOnWhereItStopped}
          onClick={control.resume}
        />
      ) : (
        <Control icon={Pause} name={words.pauseTheRun} tip={words.pause} onClick={control.pause} />
      )}
      <Control
        icon={Ban}
        name={words.cancelTheRun}
        tip={words.cancelTheRun}
        onClick={control.cancel}
      />
    </>
  );
}

interface ControlProps {
  icon: LucideIcon;
  name: string;
  tip: string;
  onClick: () => void;
}

function Control({ icon: Icon, name, tip, onClick }: ControlProps) {
  return (
    <Tooltip label={tip}>
      <ActionIcon variant="default" size={32} aria-label={name} onClick={onClick}>
        <Icon size={15} />
      </ActionIcon>
    </Tooltip>
  );
}
