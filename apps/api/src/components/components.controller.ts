import { routes, type ComponentSummary, type Routes } from '@graft/contracts';
import type { StoredComponent } from '@graft/db';
import { UserError } from '@graft/errors';
import {
  checkComponent,
  collectComponents,
  hasErrors,
  writeComponentKind,
  type GraphComponent,
} from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { Controller, Inject } from '@nestjs/common';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { SERVICES, type Services } from '../platform/services';

@Controller()
export class ComponentsController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.listComponents)
  async list(
    @Input() { caller, query }: RouteInput<Routes['listComponents']>,
  ): Promise<RouteReply<Routes['listComponents']>> {
    const found = await this.components.list(caller.workspaceId, query);
    return { components: found.map(summarise) };
  }

  @Handle(routes.createComponent)
  async create(
    @Input() { caller, body }: RouteInput<Routes['createComponent']>,
  ): Promise<RouteReply<Routes['createComponent']>> {
    const { name, components } = body;
    const draw = (id: string, number: number) =>
      nameVersion(components, writeComponentKind(id, number), name);
    return view(await this.components.create(caller.workspaceId, name, draw));
  }

  @Handle(routes.addComponentVersion)
  async addVersion(
    @Input() { caller, params, body }: RouteInput<Routes['addComponentVersion']>,
  ): Promise<RouteReply<Routes['addComponentVersion']>> {
    const { workspaceId } = caller;
    const added = await this.components.addVersion(
      workspaceId,
      params.componentId,
      body.after,
      ({ id, name }, number) => nameVersion(body.components, writeComponentKind(id, number), name),
    );
    return view(added);
  }

  @Handle(routes.getComponentVersion)
  async get(
    @Input() { caller, params }: RouteInput<Routes['getComponentVersion']>,
  ): Promise<RouteReply<Routes['getComponentVersion']>> {
    const { componentId, version } = params;
    return view(await this.components.require(caller.workspaceId, componentId, version), version);
  }

  @Handle(routes.renameComponent)
  async rename(
    @Input() { caller, params, body }: RouteInput<Routes['renameComponent']>,
  ): Promise<RouteReply<Routes['renameComponent']>> {
    const { componentId } = params;
    return summarise(await this.components.rename(caller.workspaceId, componentId, body.name));
  }

  @Handle(routes.deleteComponent)
  async delete(@Input() { caller, params }: RouteInput<Routes['deleteComponent']>): Promise<void> {
    await this.components.delete(caller.workspaceId, params.componentId);
  }

  private get components(): Services['database']['components'] {
    return this.services.database.components;
  }
}

/**
 * The version under its own kind and title, with the components that it needs and no others.
 * @throws UserError 422 `component.invalid` with the Issues of what is none
 */
function nameVersion(
  drawn: readonly GraphComponent[],
  kind: string,
  title: string,
): GraphComponent[] {
  const [first, ...needed] = drawn;
  if (first === undefined) return [];
  const named: GraphComponent = { ...first, kind, title };
  const version: [GraphComponent, ...GraphComponent[]] = [
    named,
    ...collectComponents([named], needed),
  ];
  const issues = checkComponent(version, catalogue);
  if (!hasErrors(issues)) return version;
  throw new UserError({
    status: 422,
    code: 'component.invalid',
    message: issues[0]?.message ?? 'This is no component.',
    details: { issues: issues.slice(0, 20) },
  });
}

type Row = Omit<StoredComponent, 'components'>;

function summarise({ id, name, newest, updatedAt }: Row): ComponentSummary {
  return { componentId: id, name, version: newest, updatedAt: updatedAt.toISOString() };
}

function view(
  component: StoredComponent,
  version = component.newest,
): RouteReply<Routes['getComponentVersion']> {
  return { ...summarise(component), version, components: component.components };
}
