import { Button, Checkbox } from '@mantine/core';
import type { RunSummary } from '@graft/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { GitCompare, History, ListOrdered } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import * as words from '#words/runs';
import { NextStep } from '../frame/next-step';
import { useConnection } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { useRunList } from '../client/queries';
import { EmptyState } from '../frame/empty-state';
import { Failure } from '../frame/failure';
import { formatAge, formatDuration } from '../frame/format';
import { Page, Section } from '../frame/page';
import { StateChip } from '../frame/state-chip';
import { showRunState } from '../frame/states';
import './runs.css';
import { Loading } from '../frame/loading';
import '../frame/mantine-forms.css';

/** All runs, newest first; two of them can be compared. */
export function RunsPage() {
  const runs = useRunList(100);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [, navigate] = useLocation();
  useLiveList();
  const choose = (runId: string) =>
    setChosen((before) =>
      before.includes(runId) ? before.filter((id) => id !== runId) : [...before, runId].slice(-2),
    );
  return (
    <Page
      title={words.runs}
      subtitle={words.subtitle}
      actions={
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
            disabled={chosen.length !== 2}
            onClick={() => navigate(`/runs/compare?a=${chosen[0] ?? ''}&b=${chosen[1] ?? ''}`)}
          >
            {words.compareTwo}
          </Button>
        </>
      }
    >
      {runs.isPending && <Loading label={words.loadingTheRuns} />}
      <Failure error={runs.error} />
      {runs.data !== undefined && (
        <Section padded={false}>
          {runs.data.length === 0 ? (
            <EmptyState
              icon={History}
              title={words.noRunYet}
              action={<NextStep href="/" title={words.seeTheTemplates} />}
            >
              {words.howRunsBegin}
            </EmptyState>
          ) : (
            <table className="table">
              <thead>
                <tr>
                  <th>
                    <span className="visually-hidden">{words.compare}</span>
                  </th>
                  <th>{words.pipeline}</th>
                  <th>{words.state}</th>
                  <th>{words.started}</th>
                  <th className="right">{words.time}</th>
                </tr>
              </thead>
              <tbody>
                {runs.data.map((run) => (
                  <RunRow
                    key={run.runId}
                    run={run}
                    chosen={chosen.includes(run.runId)}
                    onChoose={() => choose(run.runId)}
                  />
                ))}
              </tbody>
            </table>
          )}
        </Section>
      )}
    </Page>
  );
}

interface RunRowProps {
  run: RunSummary;
  chosen: boolean;
  onChoose: () => void;
}

function RunRow({ run, chosen, onChoose }: RunRowProps) {
  const name = run.name ?? words.unnamedGraph;
  return (
    <tr>
      <td className="runs__choose">
        <Checkbox
          size="xs"
          checked={chosen}
          onChange={onChoose}
          aria-label={words.compareTheRunOf(name, formatAge(run.createdAt, Date.now()))}
        />
      </td>
      <td>
        <Link href={`/runs/${run.runId}`} className="runs__name">
          {name}
        </Link>
        {run.error !== null && <div className="runs__error">{run.error.message}</div>}
      </td>
      <td>
        <StateChip state={showRunState(run.status)} />
      </td>
      <td>{formatAge(run.createdAt, Date.now())}</td>
      <td className="right">{formatRunTime(run)}</td>
    </tr>
  );
}

function formatRunTime({ startedAt, finishedAt }: RunSummary): string {
  if (startedAt === null) return '';
  const end = finishedAt === null ? Date.now() : Date.parse(finishedAt);
  return formatDuration((end - Date.parse(startedAt)) / 1000);
}

/** Reads the list anew when a run begins or ends, at most once a second. */
function useLiveList(): void {
  const { feed } = useConnection();
  const queries = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = null;
        void queries.invalidateQueries({ queryKey: queryKeys.runs });
      }, 1000);
    };
    const stop = feed.subscribe((events) => {
      if (events.some((event) => event.type === 'run-state')) refresh();
    });
    const unwatch = feed.watchResync(refresh);
    return () => {
      stop();
      unwatch();
      if (timer !== null) clearTimeout(timer);
    };
  }, [feed, queries]);
}
