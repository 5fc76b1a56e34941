import { Anchor, Progress, Text } from '@mantine/core';
import { isTerminal, type RunView } from '@graft/contracts';
import { useEffect } from 'react';
import { Link } from 'wouter';
import * as words from '#words/app-view';
import { useRun } from '../client/queries';
import { formatAge, formatDuration, formatShare } from '../frame/format';
import { lazyPart } from '../frame/lazy-part';
import { Section } from '../frame/page';
import { StateChip } from '../frame/state-chip';
import { showRunState } from '../frame/states';
import { readAccuracy, sayAccuracy } from '../runs/read-accuracy';
import type { RunProgress } from '../runs/run-progress';
import { useFollowRun } from '../runs/run-store';
import { summariseProgress } from './summarise-progress';

const Playground = lazyPart(() => import('../models/playground').then((part) => part.Playground));

/** A run as its progress, then as its result and a place to try it. */
export function AppRun({ runId }: { runId: string }) {
  const { data: view, refetch } = useRun(runId);
  const run = useFollowRun(runId);
  const state = run?.state;
  // Reports and models stand in the view only when their steps have ended.
  const ended = Object.values(run?.steps ?? {}).filter((step) => step.summary !== null).length;
  useEffect(() => void refetch(), [ended, state, refetch]);
  if (view === undefined || run === null) return null;
  const [model] = view.models;
  return (
    <>
      <Section
        title={words.training}
        note={words.startedAge(formatAge(view.createdAt, Date.now()))}
        actions={
          <Anchor component={Link} href={`/runs/${runId}`} size="sm">
            {words.everythingAboutThisRun}
          </Anchor>
        }
      >
        <div className="app-run">
          <StateChip state={showRunState(run.state)} />
          {isTerminal(run.state) ? <Result view={view} run={run} /> : <HowFar run={run} />}
        </div>
      </Section>
      {model !== undefined && <Playground model={model.name} version={model.version} />}
    </>
  );
}

function HowFar({ run }: { run: RunProgress }) {
  const { fraction, text, secondsLeft } = summariseProgress(run);
  return (
    <div className="app-run__progress" role="status">
      <Progress value={100 * fraction} aria-label={words.howFarTheTrainingIs} />
      <Text size="sm" className="numbers">
        {text}
        {secondsLeft !== null && words.timeLeft(formatDuration(secondsLeft))}
      </Text>
      <Text size="xs" c="dimmed">
        {words.youMayCloseThisPage}
      </Text>
    </div>
  );
}

function Result({ view, run }: { view: RunView; run: RunProgress }) {
  const scores = Object.values(view.reports).flatMap((facts) => readAccuracy(facts) ?? []);
  const [score] = scores;
  if (run.error !== null) {
    return (
      <Text size="sm" c="var(--state-red)" role="alert">
        {run.error.message}
      </Text>
    );
  }
  if (score === undefined) return <Text size="sm">{words.itHasEndedWithoutAReport}</Text>;
  return (
    <div>
      <div className="app-run__score numbers">{formatShare(score.accuracy)}</div>
      <Text size="sm">{words.scoreOnNewExamples(sayAccuracy(score))}</Text>
    </div>
  );
}
