import { Center, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { Route, Switch } from 'wouter';
import * as words from '#words/frame';
import { SessionGate } from '../account/session-gate';
import { ConnectionProvider, type Connection } from '../client/api';
import { createQueryClient } from '../client/query-client';
import { useBases } from '../client/use-bases';
import { useDraftQuery, type DraftReader } from '../client/use-draft-query';
import { AppFrame } from './app-frame';
import { ErrorBoundary } from './error-boundary';
import { lazyPart } from './lazy-part';
import { Notices } from './notices';
import { cssVariablesResolver, theme } from './theme';
import { Loading } from './loading';

function lazyPage<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  return lazyPart(load, PageLoader);
}

const StartPage = lazyPage(() => import('../start/start-page').then((page) => page.StartPage));
const EditorPage = lazyPage(() => import('../editor/editor-page').then((page) => page.EditorPage));
const AppPage = lazyPage(() => import('../app-view/app-page').then((page) => page.AppPage));
const RunsPage = lazyPage(() => import('../runs/runs-page').then((page) => page.RunsPage));
const RunPage = lazyPage(() => import('../runs/run-page').then((page) => page.RunPage));
const ComparePage = lazyPage(() => import('../runs/compare-page').then((page) => page.ComparePage));
const DataPage = lazyPage(() => import('../data/data-page').then((page) => page.DataPage));
const DatasetPage = lazyPage(() => import('../data/dataset-page').then((page) => page.DatasetPage));
const ModelsPage = lazyPage(() => import('../models/models-page').then((page) => page.ModelsPage));
const ModelPage = lazyPage(() => import('../models/model-page').then((page) => page.ModelPage));
const SettingsPage = lazyPage(() =>
  import('../account/settings-page').then((page) => page.SettingsPage),
);
const WorkersPage = lazyPage(() =>
  import('../workers/workers-page').then((page) => page.WorkersPage),
);
const QueuePage = lazyPage(() => import('../queue/queue-page').then((page) => page.QueuePage));
const NotFoundPage = lazyPage(() => import('./not-found-page').then((page) => page.NotFoundPage));
const WhichTransferPage = lazyPage(() =>
  import('../which-transfer/which-transfer-page').then((page) => page.WhichTransferPage),
);

const queryClient = createQueryClient();

/** The whole app: providers outside, one page inside. */
export function App({ connection }: { connection: Connection }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      // It writes all of them into the page: their style sheet would come with the first load.
      deduplicateCssVariables={false}
    >
      <QueryClientProvider client={queryClient}>
        <ConnectionProvider value={connection}>
          <ErrorBoundary>
            <Notices />
            <AppFrame>
              <SessionGate>
                <Pages />
              </SessionGate>
            </AppFrame>
          </ErrorBoundary>
        </ConnectionProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Pages() {
  return (
    <Switch>
      <Route path="/" component={StartPage} />
      <Route path="/pipelines/:id">
        {({ id }) => <PipelinePage key={id} pipelineId={id} reader="editor" />}
      </Route>
      <Route path="/pipelines/:id/app">
        {({ id }) => <PipelinePage key={id} pipelineId={id} reader="app" />}
      </Route>
      <Route path="/runs" component={RunsPage} />
      <Route path="/runs/compare" component={ComparePage} />
      <Route path="/runs/:id">{({ id }) => <RunPage key={id} runId={id} />}</Route>
      <Route path="/which-transfer/:id">
        {({ id }) => <WhichTransferPage key={id} runId={id} />}
      </Route>
      <Route path="/data" component={DataPage} />
      <Route path="/data/:id">{({ id }) => <DatasetPage key={id} datasetId={id} />}</Route>
      <Route path="/models" component={ModelsPage} />
      <Route path="/models/:name">
        {({ name }) => <ModelPage key={name} name={decodeURIComponent(name)} />}
      </Route>
      <Route path="/queue" component={QueuePage} />
      <Route path="/workers" component={WorkersPage} />
      <Route path="/settings" component={SettingsPage} />
      <Route component={NotFoundPage} />
    </Switch>
  );
}

/** What a page of a pipeline reads is asked for while its code is loading. */
function PipelinePage({ pipelineId, reader }: { pipelineId: string; reader: DraftReader }) {
  useDraftQuery(pipelineId, reader);
  useBases();
  const Shown = reader === 'editor' ? EditorPage : AppPage;
  return <Shown pipelineId={pipelineId} />;
}

function PageLoader() {
  return (
    <Center h="100%">
      <Loading label={words.loading} />
    </Center>
  );
}
