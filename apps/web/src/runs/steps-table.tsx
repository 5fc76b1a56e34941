import { Progress } from '@mantine/core';
import * as words from '#words/runs';
import { formatDuration } from '../frame/format';
import { StateChip } from '../frame/state-chip';
import { showStepState } from '../frame/states';
import { TextLink } from '../frame/text-link';
import { lacksWorker } from '../queue/group-queue';
import type { RunProgress, StepProgress } from './run-progress';
import { sayKind } from './say-kind';
import { readReason } from './read-reason';
import { sayStep } from './say-step';
import { StepReason } from './step-reason';
import { StepControls } from './step-controls';
import { useWaiting } from './use-waiting';
import './steps.css';

interface StepsTableProps {
  run: RunProgress;
  /** Name that a person gave to a node. */
  nameOf: (nodeId: string) => string | null;
}

/** Every step of a run: state, progress in words, what it waits for, and why. */
export function StepsTable({ run, nameOf }: StepsTableProps) {
  const waiting = useWaiting(run);
  return (
    <table className="table table--dense">
      <thead>
        <tr>
          <th>{words.step}</th>
          <th>{words.state}</th>
          <th>{words.progress}</th>
          <th className="right">{words.time}</th>
        </tr>
      </thead>
      <tbody>
        {Object.values(run.steps).map((step) => (
          <tr key={step.stepId}>
            <td>
              <StepName step={step} nameOf={nameOf} />
            </td>
            <td>
              <StateChip
                state={showStepState(step.state)}
                reason={step.reason === null ? null : readReason(step.reason).text}
              />
            </td>
            <td>
              <StepDetail step={step} waitsFor={waiting.get(step.stepId) ?? null} />
              <StepControls runId={run.runId} step={step} />
            </td>
            <td className="right">{step.seconds === null ? '' : formatDuration(step.seconds)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function StepName({ step, nameOf }: { step: StepProgress } & Pick<StepsTableProps, 'nameOf'>) {
  const kind = sayKind(step.kind);
  const name = sayStep(step, nameOf);
  const added = step.nodes.length === 0 && step.tried === undefined;
  const more = added ? words.addedByGraft : kind;
  return (
    <>
      <b>{name}</b>
      {!name.startsWith(more) && <span className="steps__nodes">{more}</span>}
    </>
  );
}

function StepDetail({ step, waitsFor }: { step: StepProgress; waitsFor: string | null }) {
  if (step.error !== null) return <span className="steps__error">{step.error.message}</span>;
  if (step.state === 'waiting' && waitsFor !== null) return <Waiting waitsFor={waitsFor} />;
  if (step.state !== 'running' || step.progress === null) {
    return step.reason === null ? null : <StepReason reason={step.reason} />;
  }
  const { text, fraction, secondsLeft } = step.progress;
  return (
    <div className="steps__progress numbers">
      <Progress value={fraction * 100} size="sm" w={140} aria-label={text} />
      <span>
        {text}
        {secondsLeft !== null && words.timeLeft(formatDuration(secondsLeft))}
      </span>
    </div>
  );
}

/** In the words of the queue, which has the same under this title. */
function Waiting({ waitsFor }: { waitsFor: string }) {
  if (!lacksWorker(waitsFor)) return waitsFor;
  return (
    <>
      {waitsFor} <TextLink href="/workers">{words.seeTheWorkers}</TextLink>
    </>
  );
}
