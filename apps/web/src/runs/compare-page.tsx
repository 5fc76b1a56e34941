import { Text } from '@mantine/core';
import type { RunView } from '@graft/contracts';
import { parseGraph } from '@graft/graph';
import { GitCompare } from 'lucide-react';
import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import * as words from '#words/runs';
import { NextStep } from '../frame/next-step';
import { useRun } from '../client/queries';
import { EmptyState } from '../frame/empty-state';
import { Failure } from '../frame/failure';
import { Page, Section } from '../frame/page';
import { compareGraphs } from './compare-graphs';
import { ResultTable, RunHead, type Pair } from './compare-results';
import { listTrainings, seriesColour } from './list-trainings';
import { startProgress } from './run-progress';
import { TrainingCurves } from './training-curves';
import { useWithHistories } from './use-histories';
import './runs.css';
import { Loading } from '../frame/loading';

/** Two runs side by side: what was different, what came out, curves on top of each other. */
export function ComparePage() {
  const [search] = useSearchParams();
  const a = useRun(search.get('a'));
  const b = useRun(search.get('b'));
  const trouble = a.error ?? b.error;
  if (search.get('a') === null || search.get('b') === null) {
    return (
      <Page title={words.compareRuns}>
        <EmptyState
          icon={GitCompare}
          title={words.chooseTwoRuns}
          action={<NextStep href="/runs" title={words.goToTheRuns} />}
        >
          {words.howToCompare}
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title={words.compareRuns}>
      <Failure error={trouble} />
      {(a.isPending || b.isPending) && <Loading label={words.loadingTheRuns} />}
      {a.data !== undefined && b.data !== undefined && <Comparison a={a.data} b={b.data} />}
    </Page>
  );
}

function Comparison({ a, b }: Pair) {
  return (
    <>
      <Section title={words.results} padded={false}>
        <ResultTable a={a} b={b} />
      </Section>
      <Section title={words.whatWasDifferent} padded={false}>
        <DifferenceTable a={a} b={b} />
      </Section>
      <Section title={words.training} note={words.trainingSolid}>
        <BothCurves a={a} b={b} />
      </Section>
    </>
  );
}

function DifferenceTable({ a, b }: Pair) {
  const differences = useMemo(() => {
    const [left, right] = [parseGraph(a.graph).graph, parseGraph(b.graph).graph];
    return left === undefined || right === undefined ? [] : compareGraphs(left, right);
  }, [a.graph, b.graph]);
  if (differences.length === 0) {
    return (
      <Text size="sm" c="dimmed" p={16}>
        {words.bothRanTheSameGraph}
      </Text>
    );
  }
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{words.node}</th>
          <th>{words.field}</th>
          <RunHead run={a} index={0} />
          <RunHead run={b} index={1} />
        </tr>
      </thead>
      <tbody>
        {differences.map(({ node, field, before, after }, index) => (
          <tr key={index}>
            <td>{node}</td>
            <td>{field}</td>
            <td className="right">{before}</td>
            <td className="right">{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function BothCurves({ a, b }: Pair) {
  const left = useStoredRun(a);
  const right = useStoredRun(b);
  const trainings = [
    ...listTrainings(left).map((each) => ({
      ...each,
      key: `a${each.key}`,
      title: `A ${each.title}`,
      colour: seriesColour(0),
    })),
    ...listTrainings(right).map((each) => ({
      ...each,
      key: `b${each.key}`,
      title: `B ${each.title}`,
      colour: seriesColour(1),
    })),
  ];
  return <TrainingCurves trainings={trainings} height={280} />;
}

function useStoredRun(view: RunView) {
  const started = useMemo(() => startProgress(view), [view]);
  const hasHistory = (stepId: string) =>
    view.steps.find((step) => step.stepId === stepId)?.outputs['history'] !== undefined;
  return useWithHistories(started, hasHistory) ?? started;
}
