import { ChartLine } from 'lucide-react';
import { lazy, Suspense } from 'react';
import * as words from '#words/runs';
import { EmptyState } from '../frame/empty-state';
import type { ShownTraining } from './curve-points';

const CurvesChart = lazy(() =>
  import('./curves-chart').then((chart) => ({ default: chart.CurvesChart })),
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
  return (
    <Suspense fallback={<div style={{ height: height + 40 }} />}>
      <CurvesChart trainings={trainings} height={height} />
    </Suspense>
  );
}
