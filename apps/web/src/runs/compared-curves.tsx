import type { RunView } from '@graft/contracts';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { letterOf, type Compared } from './compare-results';
import type { ShownTraining } from './curve-points';
import { listTrainings, seriesColour } from './list-trainings';
import { nameRanNodes } from './name-ran-nodes';
import { startProgress } from './run-progress';
import { TrainingCurves } from './training-curves';
import { useWithHistories } from './use-histories';

type Known = Readonly<Record<string, readonly ShownTraining[]>>;

/** The trainings of all runs in one chart, each run in its colour. */
export function ComparedCurves({ runs }: Compared) {
  const [known, setKnown] = useState<Known>({});
  const tell = useCallback(
    (runId: string, trainings: readonly ShownTraining[]) =>
      setKnown((before) => ({ ...before, [runId]: trainings })),
    [],
  );
  const trainings = runs.flatMap(({ runId }, index) =>
    (known[runId] ?? []).map((each) => ({
      ...each,
      key: `${letterOf(index)}${each.key}`,
      title: `${letterOf(index)} ${each.title}`,
      colour: seriesColour(index),
    })),
  );
  return (
    <>
      {runs.map((run) => (
        <TrainingsOfRun key={run.runId} run={run} onKnown={tell} />
      ))}
      <TrainingCurves trainings={trainings} height={280} />
    </>
  );
}

interface TrainingsOfRunProps {
  run: RunView;
  onKnown: (runId: string, trainings: readonly ShownTraining[]) => void;
}

/** Shows nothing: reads what one run has measured, stored histories included. */
function TrainingsOfRun({ run, onKnown }: TrainingsOfRunProps) {
  const started = useMemo(() => startProgress(run), [run]);
  const hasHistory = (stepId: string) =>
    run.steps.find((step) => step.stepId === stepId)?.outputs['history'] !== undefined;
  const progress = useWithHistories(started, hasHistory) ?? started;
  const nameOf = useMemo(() => nameRanNodes(run), [run]);
  useEffect(
    () => onKnown(run.runId, listTrainings(progress, nameOf)),
    [run.runId, progress, nameOf, onKnown],
  );
  return null;
}
