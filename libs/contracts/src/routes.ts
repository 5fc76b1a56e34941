import { accountRoutes } from './accounts';
import { catalogRoutes } from './catalog';
import { componentRoutes } from './components';
import { datasetRoutes } from './datasets';
import { eventRoutes } from './events';
import { graphRoutes } from './graphs';
import { limitRoutes } from './limits';
import { modelRoutes } from './models';
import { pipelineRoutes } from './pipelines';
import { versionRoutes } from './pipeline-versions';
import { platformRoutes } from './platform';
import { predictionRoutes } from './predictions';
import { publishedBaseRoutes } from './published-bases';
import { queueRoutes } from './queue';
import { runRoutes } from './run-routes';
import { whichTransferRoutes } from './which-transfer';
import { scheduleRoutes } from './schedules';
import { webhookRoutes } from './webhooks';
import { workerRoutes } from './workers';
import { uploadRoutes } from './uploads';

/** Every operation of the API, by operation id: the one truth about it. */
export const routes = {
  ...platformRoutes,
  ...accountRoutes,
  ...catalogRoutes,
  ...pipelineRoutes,
  ...versionRoutes,
  ...componentRoutes,
  ...graphRoutes,
  ...runRoutes,
  ...queueRoutes,
  ...whichTransferRoutes,
  ...eventRoutes,
  ...datasetRoutes,
  ...uploadRoutes,
  ...modelRoutes,
  ...predictionRoutes,
  ...publishedBaseRoutes,
  ...workerRoutes,
  ...webhookRoutes,
  ...scheduleRoutes,
  ...limitRoutes,
};

export type Routes = typeof routes;
export type RouteName = keyof Routes;
