import { Center, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import * as words from '#words/frame';
import { SessionGate } from '../account/session-gate';
import { ConnectionProvider, type Connection } from '../client/api';
import { createQueryClient } from '../client/query-client';
import { AppFrame } from './app-frame';
import { ErrorBoundary } from './error-boundary';
import { NotFoundPage } from './not-found-page';
import { Notices } from './notices';
import { cssVariablesResolver, theme } from './theme';
import { Loading } from './loading';

const StartPage = lazy(() =>
  import('../start/start-page').then((page) => ({ default: page.StartPage })),
);
const EditorPage = lazy(() =>
  import('../editor/editor-page').then((page) => ({ default: page.EditorPage })),
);
const AppPage = lazy(() =>
  import('../app-view/app-page').then((page) => ({ default: page.AppPage })),
);
const RunsPage = lazy(() =>
  import('../runs/runs-page').then((page) => ({ default: page.RunsPage })),
);
const RunPage = lazy(() => import('../runs/run-page').then((page) => ({ default: page.RunPage })));
const ComparePage = lazy(() =>
  import('../runs/compare-page').then((page) => ({ default: page.ComparePage })),
);
const DataPage = lazy(() =>
  import('../data/data-page').then((page) => ({ default: page.DataPage })),
);
const DatasetPage = lazy(() =>
  import('../data/dataset-page').then((page) => ({ default: page.DatasetPage })),
);
const ModelsPage = lazy(() =>
  import('../models/models-page').then((page) => ({ default: page.ModelsPage })),
);
const ModelPage = lazy(() =>
  import('../models/model-page').then((page) => ({ default: page.ModelPage })),
);

const SettingsPage = lazy(() =>
  import('../account/settings-page').then((page) => ({ default: page.SettingsPage })),
);

const WorkersPage = lazy(() =>
  import('../workers/workers-page').then((page) => ({ default: page.WorkersPage })),
);

const QueuePage = lazy(() =>
  import('../queue/queue-page').then((page) => ({ default: page.QueuePage })),
);

const WhichTransferPage = lazy(() =>
  import('../which-transfer/which-transfer-page').then((page) => ({
    default: page.WhichTransferPage,
  })),
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
      <Notices />
      <QueryClientProvider client={queryClient}>
        <ConnectionProvider value={connection}>
          <ErrorBoundary>
            <AppFrame>
              <SessionGate>
                <Suspense fallback={<PageLoader />}>
                  <Pages />
                </Suspense>
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
      <Route path="/pipelines/:id">{({ id }) => <EditorPage key={id} pipelineId={id} />}</Route>
      <Route path="/pipelines/:id/app">{({ id }) => <AppPage key={id} pipelineId={id} />}</Route>
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

function PageLoader() {
  return (
    <Center h="100%">
      <Loading label={words.loading} />
    </Center>
  );
}
