import { randomUUID } from 'node:crypto';
import { toGraftError } from '@graft/errors';
import { Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Application, NextFunction } from 'express';
import helmet from 'helmet';
import { AccountsController } from '../accounts/accounts.controller';
import { MembersController } from '../accounts/members.controller';
import { TokensController } from '../accounts/tokens.controller';
import { PolicyGuard } from '../auth/policy.guard';
import { checkOrigin } from '../auth/request-origin';
import { CatalogController } from '../catalog/catalog.controller';
import { ComponentsController } from '../components/components.controller';
import { DatasetsController } from '../datasets/datasets.controller';
import { UploadsController } from '../datasets/uploads.controller';
import { EventsController } from '../events/events.controller';
import { GraphsController } from '../graphs/graphs.controller';
import { LimitsController } from '../limits/limits.controller';
import { ModelUseController } from '../models/model-use.controller';
import { ModelsController } from '../models/models.controller';
import { PipelinesController } from '../pipelines/pipelines.controller';
import { VersionsController } from '../pipelines/versions.controller';
import { OutputsController } from '../runs/outputs.controller';
import { PublishedBasesController } from '../published/published-bases.controller';
import { QueueController } from '../runs/queue.controller';
import { RunsController } from '../runs/runs.controller';
import { StepControlsController } from '../runs/step-controls.controller';
import type { ApiRequest, ApiResponse } from './api-request';
import { checkRoutes } from './check-routes';
import { WhichTransferController } from '../which-transfer/which-transfer.controller';
import { limitAtOnce } from './overload-gate';
import { limitBodyTime } from './body-time';
import { PlatformController } from './platform.controller';
import { ProblemFilter, sendProblem } from './problem.filter';
import { RequestInterceptor } from './request.interceptor';
import { SchedulesController } from '../schedules/schedules.controller';
import { WebhooksController } from '../webhooks/webhooks.controller';
import { WorkersController } from './workers.controller';
import { serveWeb } from './serve-web';
import { traceRequests } from './trace-requests';
import { SERVICES, type Services } from './services';

/** The page runs its own scripts only; `blob:` shows pictures that were fetched with the token. */
const CONTENT_SECURITY = {
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'blob:', 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
};

@Module({})
class ApiModule {}

/** What the API answers under, and who speaks for whom. */
export interface Entrance {
  /** Names besides localhost. */
  hosts: readonly string[];
  /** Proxies that say where a request comes from (X-Forwarded-For). */
  proxies: readonly string[];
}

/** The API as an application that can listen. */
export async function createApp(
  services: Services,
  { hosts, proxies }: Entrance,
): Promise<INestApplication> {
  const app = await NestFactory.create(describeModule(services), new ExpressAdapter(), {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
  const server = app.getHttpAdapter().getInstance() as Application;
  server.disable('x-powered-by');
  // Nothing of the API is stored by clients, so nobody would ask by a tag that costs a digest of every reply.
  server.disable('etag');
  // One value for each parameter, no nesting: `?token[not]=x` is a strange name, not an object.
  server.set('query parser', 'simple');
  // Nobody else's word is taken: it would let everybody choose an address for each wrong password.
  if (proxies.length > 0) server.set('trust proxy', [...proxies]);
  app.use(services.metrics.time);
  app.use(traceRequests(services.tracing));
  app.use(guardEntrance(services, hosts));
  app.use(limitAtOnce(services.logger));
  app.use(limitBodyTime(services.logger));
  app.use(
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY },
      hsts: false,
    }),
  );
  app.use(serveWeb(services.web, services.logger));
  checkRoutes(app);
  await app.init();
  return app;
}

function describeModule(services: Services): DynamicModule {
  return {
    module: ApiModule,
    controllers: [
      PlatformController,
      AccountsController,
      MembersController,
      TokensController,
      CatalogController,
      PipelinesController,
      VersionsController,
      ComponentsController,
      GraphsController,
      RunsController,
      QueueController,
      OutputsController,
      WhichTransferController,
      StepControlsController,
      EventsController,
      DatasetsController,
      UploadsController,
      PublishedBasesController,
      ModelsController,
      ModelUseController,
      WorkersController,
      WebhooksController,
      SchedulesController,
      LimitsController,
    ],
    providers: [
      { provide: SERVICES, useValue: services },
      { provide: APP_GUARD, useClass: PolicyGuard },
      { provide: APP_INTERCEPTOR, useClass: RequestInterceptor },
      { provide: APP_FILTER, useValue: new ProblemFilter(services.logger) },
    ],
  };
}

/** Names the request, logs its end (never its headers or query), and refuses foreign hosts and origins. */
function guardEntrance(services: Services, hosts: readonly string[]) {
  return (request: ApiRequest, response: ApiResponse, next: NextFunction): void => {
    const begun = performance.now();
    const requestId = randomUUID();
    request.graft = { requestId };
    response.setHeader('x-request-id', requestId);
    response.once('finish', () => {
      const milliseconds = Math.round(performance.now() - begun);
      const { method, path } = request;
      services.logger.debug({ requestId, method, path, status: response.statusCode, milliseconds });
    });
    try {
      checkOrigin(request, hosts);
    } catch (error) {
      sendProblem(toGraftError(error), request, response, services.logger);
      return;
    }
    next();
  };
}
