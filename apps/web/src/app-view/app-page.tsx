import { Anchor } from '@mantine/core';
import { listAskedFields } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { AppWindow } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import * as words from '#words/app-view';
import { NextStep } from '../frame/next-step';
import { OpeningPage } from '../editor/opening-page';
import { EditorProvider } from '../editor/store/editor-context';
import { createEditorStore } from '../editor/store/editor-store';
import { useDraft, type OpeningDraft } from '../editor/use-draft';
import { EmptyState } from '../frame/empty-state';
import { Page, Section } from '../frame/page';
import { AppForm } from './app-form';
import { AppRun } from './app-run';
import { usePipelineRuns } from './use-pipeline-runs';
import './app-view.css';

/** A pipeline as a short form: what its author asks for, Train, the result, and a place to try it. */
export function AppPage({ pipelineId }: { pipelineId: string }) {
  const opening = useDraft(pipelineId, 'app');
  return (
    <OpeningPage opening={opening} label={words.openingTheApp}>
      {(opened) => <OpenApp pipelineId={pipelineId} opened={opened} />}
    </OpeningPage>
  );
}

interface OpenAppProps {
  pipelineId: string;
  opened: Extract<OpeningDraft, { state: 'open' }>;
}

function OpenApp({ pipelineId, opened }: OpenAppProps) {
  const { draft, name, resources } = opened;
  // What is chosen here is this page's own: the draft of the author stays as it is.
  const [store] = useState(() => createEditorStore({ catalogue, resources, graph: draft }));
  useEffect(() => store.getState().setResources(resources), [store, resources]);
  const { runId, show } = usePipelineRuns(pipelineId);
  const asked = listAskedFields(draft, store.getState().catalogue);
  const toEditor = (
    <Anchor component={Link} href={`/pipelines/${pipelineId}`} size="sm">
      {words.openThePipelineBehindIt}
    </Anchor>
  );
  return (
    <Page title={draft.name ?? name} subtitle={draft.description} actions={toEditor}>
      {asked.length === 0 ? (
        <EmptyState
          icon={AppWindow}
          title={words.thisPipelineAsksForNothingYet}
          action={<NextStep href={`/pipelines/${pipelineId}`} title={words.openIt} />}
        >
          {words.howToAsk}
        </EmptyState>
      ) : (
        <EditorProvider store={store}>
          <Section title={words.whatItLearnsFrom}>
            <AppForm pipelineId={pipelineId} draft={draft} asked={asked} onStarted={show} />
          </Section>
        </EditorProvider>
      )}
      {runId !== null && <AppRun key={runId} runId={runId} />}
    </Page>
  );
}
