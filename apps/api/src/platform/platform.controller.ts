import { makeOpenApi, routes, type Routes } from '@graft/contracts';
import { Controller, Inject } from '@nestjs/common';
import { Handle, type RouteReply } from './handle';
import { SERVICES, type Services } from './services';

@Controller()
export class PlatformController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.getHealth)
  health(): Promise<RouteReply<Routes['getHealth']>> {
    return this.services.health.look();
  }

  @Handle(routes.getOpenApi)
  openApi(): RouteReply<Routes['getOpenApi']> {
    return makeOpenApi(this.services.version);
  }
}
