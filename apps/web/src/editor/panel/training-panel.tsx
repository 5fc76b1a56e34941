import { listTrainings } from '../../runs/list-trainings';
import { StepsTable } from '../../runs/steps-table';
import { TrainingCurves } from '../../runs/training-curves';
import { useNodeName } from '../store/use-node-name';
import { useLayout } from './layout-store';
import { useRunCurves } from './use-run-curves';

/** Loss and accuracy of the run that the canvas shows, live. */
export function TrainingPanel() {
  const run = useRunCurves();
  const height = useLayout((state) => state.bottomHeight) - 170;
  const nameOf = useNodeName();
  const trainings = run === null ? [] : listTrainings(run, nameOf);
  if (run !== null && trainings.length === 0 && run.state === 'running') {
    return <StepsTable run={run} nameOf={nameOf} />;
  }
  return <TrainingCurves trainings={trainings} height={Math.max(120, height)} />;
}
