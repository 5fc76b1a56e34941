import { Anchor, SegmentedControl } from '@mantine/core';
import { isTerminal, type RunView } from '@graft/contracts';
import { useEffect, useMemo, useState } from 'react';
import { Link } from 'wouter';
import * as words from '#words/runs';
import { useRun } from '../client/queries';
import { Failure } from '../frame/failure';
import { formatAge, formatTime } from '../frame/format';
import { Page, Section } from '../frame/page';
import { PendingPage } from '../frame/pending-page';
import { StateChip } from '../frame/state-chip';
import { showRunState } from '../frame/states';
import { ControlButtons } from './control-buttons';
import { EmbeddingsSection } from './embeddings-section';
import { listTrainings } from './list-trainings';
import { PredictionsSection } from './predictions-section';
import { ReportView } from './report-view';
import { RunAgain } from './run-again';
import type { RunProgress } from './run-progress';
import { useFollowRun } from './run-store';
import { ScoresSection } from './scores-section';
import { StepsTable } from './steps-table';
import { TrainingCurves } from './training-curves';
import { useEvaluated } from './use-evaluated-dataset';
import { useWithHistories } from './use-histories';
import { nameRanNodes } from './name-ran-nodes';
import { listReports, useReport } from './use-report';
import './runs.css';
import { Loading } from '../frame/loading';
import '../frame/mantine-forms.css';

/** One run: state, steps, curves, report, what it registered. It is live until it ends. */
export function RunPage({ runId }: { runId: string }) {
  const query = useRun(runId);
  const progress = useFollowRun(runId);
  const view = query.data;
  // A report or a model appears in the view only when its step has ended.
  const ended = Object.values(progress?.steps ?? {}).filter((step) => step.summary !== null).length;
  const state = progress?.state;
  const { refetch } = query;
  useEffect(() => void refetch(), [ended, state, refetch]);
  const hasHistory = (stepId: string) =>
    view?.steps.find((step) => step.stepId === stepId)?.outputs['history'] !== undefined;
  const run = useWithHistories(progress, hasHistory);
  const graph = view?.graph;
  const nameOf = useMemo(() => nameRanNodes({ graph: graph ?? null }), [graph]);
  if (query.error !== null || view === undefined || run === null) {
    return <PendingPage title={words.run} label={words.loadingTheRun} error={query.error} />;
  }
  return (
    <Page
      title={view.name ?? words.run}
      subtitle={<RunFacts view={view} run={run} />}
      actions={<RunActions run={run} view={view} nameOf={nameOf} />}
    >
      <Section title={words.steps} padded={false}>
        <StepsTable run={run} nameOf={nameOf} />
      </Section>
      <ScoresSection view={view} />
      <Section title={words.training} note={words.trainingSolid}>
        <TrainingCurves trainings={listTrainings(run, nameOf)} height={260} />
      </Section>
      <Reports view={view} nameOf={nameOf} />
      <PredictionsSection view={view} nameOf={nameOf} />
      <EmbeddingsSection view={view} nameOf={nameOf} />
      <Notes run={run} />
    </Page>
  );
}

function RunFacts({ view, run }: { view: RunView; run: RunProgress }) {
  return (
    <div className="run__facts">
      <StateChip state={showRunState(run.state)} />
      <span>{words.startedAge(formatAge(view.createdAt, Date.now()))}</span>
      {view.pipelineId !== null && (
        <Anchor component={Link} href={`/pipelines/${view.pipelineId}`} size="sm">
          {words.openThePipeline}
        </Anchor>
      )}
      {view.models.map(({ name, version }) => (
        <Anchor key={name} component={Link} href={`/models/${encodeURIComponent(name)}`} size="sm">
          {words.modelName(name, version)}
        </Anchor>
      ))}
      {view.error !== null && <span className="runs__error">{view.error.message}</span>}
    </div>
  );
}

interface RunActionsProps {
  run: RunProgress;
  view: RunView;
  nameOf: (nodeId: string) => string | null;
}

function RunActions({ run, view, nameOf }: RunActionsProps) {
  if (isTerminal(run.state)) return <RunAgain view={view} nameOf={nameOf} />;
  return <ControlButtons runId={run.runId} state={run.state} />;
}

function Reports({ view, nameOf }: Omit<RunActionsProps, 'run'>) {
  const places = listReports(view);
  const [chosen, setChosen] = useState<string | null>(null);
  const place = places.find((each) => each.stepId === chosen) ?? places[0] ?? null;
  const report = useReport(view.runId, place);
  const dataset = useEvaluated(view, place?.node ?? null);
  if (place === null) return null;
  const reportedBy = { runId: view.runId, stepId: place.stepId, output: place.output };
  return (
    <Section
      title={words.report}
      actions={
        places.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={words.report}
            value={place.stepId}
            onChange={setChosen}
            data={places.map(({ stepId, node }) => ({
              value: stepId,
              label: nameOf(node ?? '') ?? stepId,
            }))}
          />
        )
      }
    >
      {report.isPending && <Loading label={words.loadingTheReport} />}
      <Failure error={report.error} />
      {report.data !== undefined && (
        <ReportView report={report.data} dataset={dataset} place={reportedBy} />
      )}
    </Section>
  );
}

function Notes({ run }: { run: RunProgress }) {
  if (run.notes.length === 0) return null;
  return (
    <Section title={words.notices}>
      <ul className="notes">
        {run.notes.map(({ seq, at, message }) => (
          <li key={seq}>
            <time dateTime={at} className="numbers">
              {formatTime(at)}
            </time>
            {message}
          </li>
        ))}
      </ul>
    </Section>
  );
}
