import { useRun } from '../../client/queries';
import { listTrainings } from '../../runs/list-trainings';
import { StepsTable } from '../../runs/steps-table';
import { TrainingCurves } from '../../runs/training-curves';
import { useRuns } from '../../runs/run-store';
import { useWithHistories } from '../../runs/use-histories';
import { useShownRun } from '../run/shown-run';
import { useNodeName } from '../store/use-node-name';
import { useLayout } from './layout-store';

/** Loss and accuracy of the run that the canvas shows, live. */
export function TrainingPanel() {
  const runId = useShownRun();
  const progress = useRuns((state) => (runId === null ? null : (state.runs[runId] ?? null)));
  const view = useRun(runId).data;
  const hasHistory = (stepId: string) =>
    view?.steps.find((step) => step.stepId === stepId)?.outputs['history'] !== undefined;
  const run = useWithHistories(progress, hasHistory);
  const height = useLayout((state) => state.bottomHeight) - 130;
  const nameOf = useNodeName();
  const trainings = run === null ? [] : listTrainings(run, (id) => nameOf(id) ?? id);
  if (run !== null && trainings.length === 0 && run.state === 'running') {
    return <StepsTable run={run} nameOf={nameOf} />;
  }
  return <TrainingCurves trainings={trainings} height={Math.max(120, height)} />;
}
