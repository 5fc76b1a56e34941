import { Text } from '@mantine/core';
import { catalogue } from '@graft/nodes';
import { useQueries } from '@tanstack/react-query';
import { GitCompare } from 'lucide-react';
import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import * as words from '#words/runs';
import { useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { NextStep } from '../frame/next-step';
import { EmptyState } from '../frame/empty-state';
import { Failure } from '../frame/failure';
import { Page, Section } from '../frame/page';
import { readCompared } from './compare-address';
import { compareSeveral } from './compare-graphs';
import { describeSpread } from './describe-spread';
import { wordGraphs } from './word-graphs';
import { ResultTable, RunHead, type Compared } from './compare-results';
import { ComparedCurves } from './compared-curves';
import { readRanGraph } from './read-ran-graph';
import './runs.css';
import { Loading } from '../frame/loading';

/** Runs side by side: what was different, what came out, curves on top of each other. */
export function ComparePage() {
  const [search] = useSearchParams();
  const runIds = readCompared(search);
  if (runIds.length < 2) {
    return (
      <Page title={words.compareRuns}>
        <EmptyState
          icon={GitCompare}
          title={words.chooseRuns}
          action={<NextStep href="/runs" title={words.goToTheRuns} />}
        >
          {words.howToCompare}
        </EmptyState>
      </Page>
    );
  }
  return <Comparison key={runIds.join()} runIds={runIds} />;
}

function Comparison({ runIds }: { runIds: readonly string[] }) {
  const client = useClient();
  const { runs, error } = useQueries({
    queries: runIds.map((runId) => ({
      queryKey: queryKeys.run(runId),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        client.getRun({ params: { runId }, signal }),
    })),
    combine: (queries) => ({
      runs: queries.flatMap(({ data }) => data ?? []),
      error: queries.find((query) => query.error !== null)?.error ?? null,
    }),
  });
  return (
    <Page title={words.compareRuns}>
      <Failure error={error} />
      {runs.length < runIds.length ? (
        error === null && <Loading label={words.loadingTheRuns} />
      ) : (
        <>
          <Section title={words.results} padded={false}>
            <ResultTable runs={runs} />
          </Section>
          <Section title={words.whatWasDifferent} padded={false}>
            <DifferenceTable runs={runs} />
          </Section>
          <Section title={words.training} note={words.trainingSolid}>
            <ComparedCurves runs={runs} />
          </Section>
        </>
      )}
    </Page>
  );
}

function DifferenceTable({ runs }: Compared) {
  const differences = useMemo(() => {
    const graphs = runs.map(readRanGraph);
    const known = graphs.filter((graph) => graph !== undefined);
    if (known.length < graphs.length) return [];
    const graphWords = wordGraphs(known, catalogue);
    return compareSeveral(known).map((each) => describeSpread(each, graphWords));
  }, [runs]);
  if (differences.length === 0) {
    return (
      <Text size="sm" c="dimmed" p={16}>
        {words.allRanTheSameGraph}
      </Text>
    );
  }
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{words.node}</th>
          <th>{words.field}</th>
          {runs.map((run, index) => (
            <RunHead key={run.runId} run={run} index={index} />
          ))}
        </tr>
      </thead>
      <tbody>
        {differences.map(({ node, field, values }, index) => (
          <tr key={index}>
            <td>{node}</td>
            <td>{field}</td>
            {values.map((value, column) => (
              <td key={column} className="right">
                {value}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
