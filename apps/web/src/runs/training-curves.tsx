import { ChartLine } from 'lucide-react';
import * as words from '#words/runs';
import { EmptyState } from '../frame/empty-state';
import { lazyPart } from '../frame/lazy-part';
import type { ShownTraining } from './curve-points';

const CurvesChart = lazyPart(
  () => import('./curves-chart').then((chart) => chart.CurvesChart),
  ({ height }) => <div style={{ height: height + 40 }} />,
);

/** Curves, once there is something to draw. The chart library is loaded only then. */
export function TrainingCurves({
  trainings,
  height,
}: {
  trainings: readonly ShownTraining[];
  height: number;
}) {
  if (trainings.every(({ rows }) => rows.length === 0)) {
    return (
      <EmptyState icon={ChartLine} title={words.noCurvesYet}>
        {words.whenCurvesAppear}
      </EmptyState>
    );
  }
  return <CurvesChart trainings={trainings} height={height} />;
}
