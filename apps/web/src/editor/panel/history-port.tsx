import { listTrainings } from '../../runs/list-trainings';
import { TrainingCurves } from '../../runs/training-curves';
import { useNodeName } from '../store/use-node-name';
import { useLayout } from './layout-store';
import { useRunCurves } from './use-run-curves';

/** The curves of one training, live. */
export function HistoryPort({ nodeId }: { nodeId: string }) {
  const run = useRunCurves();
  const nameOf = useNodeName();
  const height = useLayout((state) => state.bottomHeight) - 170;
  const stepIds = Object.values(run?.steps ?? {}).flatMap(({ stepId, nodes }) =>
    nodes.includes(nodeId) ? [stepId] : [],
  );
  const trainings = run === null ? [] : listTrainings(run, nameOf);
  const shown = trainings.filter(({ key }) => stepIds.includes(key));
  return <TrainingCurves trainings={shown} height={Math.max(120, height)} />;
}
