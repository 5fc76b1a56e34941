import { catalogRoutes } from './catalog';
import { datasetRoutes } from './datasets';
import { eventRoutes } from './events';
import { graphRoutes } from './graphs';
import { modelRoutes } from './models';
import { pipelineRoutes } from './pipelines';
import { platformRoutes } from './platform';
import { runRoutes } from './runs';
import { whichTransferRoutes } from './which-transfer';
import { uploadRoutes } from './uploads';

/** Every operation of the API, by operation id: the one truth about it. */
export const routes = {
  ...platformRoutes,
  ...catalogRoutes,
  ...pipelineRoutes,
  ...graphRoutes,
  ...runRoutes,
  ...whichTransferRoutes,
  ...eventRoutes,
  ...datasetRoutes,
  ...uploadRoutes,
  ...modelRoutes,
};

export type Routes = typeof routes;
export type RouteName = keyof Routes;
