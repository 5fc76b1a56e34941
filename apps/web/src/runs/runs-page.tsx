import { Button, Text } from '@mantine/core';
import { GitCompare, History, ListOrdered } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import * as words from '#words/runs';
import { NextStep } from '../frame/next-step';
import { EmptyState } from '../frame/empty-state';
import { Failure } from '../frame/failure';
import { Page, Section } from '../frame/page';
import { addressOfComparison, MOST_COMPARED } from './compare-address';
import { filterRuns, type RunFilter } from './filter-runs';
import { RunFilterBar } from './run-filter';
import { RunsTable, type RunsTableProps } from './runs-table';
import { useLiveList } from './use-live-list';
import { useRunPages } from './use-run-pages';
import './runs.css';
import { Loading } from '../frame/loading';

/** All runs, newest first; several of them can be compared. */
export function RunsPage() {
  const pages = useRunPages();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  useLiveList();
  const runs = pages.data?.pages.flatMap((page) => page.runs);
  const choose = (runId: string) =>
    setChosen((before) =>
      before.includes(runId)
        ? before.filter((id) => id !== runId)
        : [...before, runId].slice(-MOST_COMPARED),
    );
  return (
    <Page title={words.runs} subtitle={words.subtitle} actions={<RunsActions chosen={chosen} />}>
      {pages.isPending && <Loading label={words.loadingTheRuns} />}
      <Failure error={pages.error} />
      {runs !== undefined && (
        <Section padded={false}>
          {runs.length === 0 ? (
            <EmptyState
              icon={History}
              title={words.noRunYet}
              action={<NextStep href="/" title={words.seeTheTemplates} />}
            >
              {words.howRunsBegin}
            </EmptyState>
          ) : (
            <FilteredRuns
              {...{ runs, chosen }}
              onChoose={choose}
              older={pages.hasNextPage ? () => void pages.fetchNextPage() : null}
            />
          )}
        </Section>
      )}
    </Page>
  );
}

function RunsActions({ chosen }: { chosen: readonly string[] }) {
  const [, navigate] = useLocation();
  return (
    <>
      <Button
        component={Link}
        href="/queue"
        variant="default"
        leftSection={<ListOrdered size={16} />}
      >
        {words.queue}
      </Button>
      <Button
        leftSection={<GitCompare size={16} />}
        disabled={chosen.length < 2}
        onClick={() => navigate(addressOfComparison(chosen))}
      >
        {chosen.length < 2 ? words.compareSome : words.compareThem(chosen.length)}
      </Button>
    </>
  );
}

interface FilteredRunsProps extends RunsTableProps {
  /** Loads older ones; null when all are here. */
  older: (() => void) | null;
}

function FilteredRuns({ runs, older, ...choice }: FilteredRunsProps) {
  const [filter, setFilter] = useState<RunFilter>({ text: '', state: 'all' });
  const shown = filterRuns(runs, filter);
  return (
    <>
      <RunFilterBar filter={filter} onChange={setFilter} />
      {shown.length > 0 ? (
        <RunsTable runs={shown} {...choice} />
      ) : (
        <Text size="sm" c="dimmed" px={16} pb={16} role="status">
          {words.noRunFits}
        </Text>
      )}
      {older !== null && (
        <Button m={16} size="xs" variant="default" onClick={older}>
          {words.showOlderRuns}
        </Button>
      )}
    </>
  );
}
