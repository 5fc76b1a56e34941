import { UserError } from '@graft/errors';
import { isConflict, taken } from './database-error';
import type { Component } from './generated/client';
import { toJson, type Client } from './prisma';
import { v7 } from './uuid';

/** A version of a component: itself, and then the components that it needs. */
export type StoredComponent = Component & { components: unknown };

/** What a version holds, by the number that it is given. */
export type DrawVersion = (id: string, number: number) => unknown;

/** Nodes that are kept under a name. A version never changes. */
export class ComponentRepository {
  constructor(private readonly client: Client) {}

  /** By name; `after` is the id of the last one of the page before. */
  async list(
    workspaceId: string,
    page: { limit: number; after?: string | undefined },
  ): Promise<Component[]> {
    return this.client.component.findMany({
      where: { workspaceId },
      orderBy: { name: 'asc' },
      take: page.limit,
      ...(page.after === undefined
        ? {}
        : { cursor: { workspaceId_id: { workspaceId, id: page.after } }, skip: 1 }),
    });
  }

  /** @throws UserError `component.name-taken` */
  async create(workspaceId: string, name: string, draw: DrawVersion): Promise<StoredComponent> {
    const id = v7();
    const components = draw(id, 1);
    const made = await named(name, () =>
      this.client.component.create({
        data: {
          ...{ id, workspaceId, name },
          versions: { create: { number: 1, components: toJson(components) } },
        },
      }),
    );
    return { ...made, components };
  }

  /**
   * Adds the version after `after`, if that is still the newest one.
   * @throws UserError `component.unknown`, `version.conflict` (409) with the newest version
   */
  async addVersion(
    workspaceId: string,
    id: string,
    after: number,
    draw: (component: Component, number: number) => unknown,
  ): Promise<StoredComponent> {
    return this.client.$transaction(async (tx) => {
      const where = { workspaceId, id, newest: after };
      const data = { newest: { increment: 1 } };
      const [raised] = await tx.component.updateManyAndReturn({ where, data });
      if (raised === undefined) throw await this.refuse(workspaceId, id);
      const components = draw(raised, raised.newest);
      const version = { workspaceId, componentId: id, number: raised.newest };
      await tx.componentVersion.create({ data: { ...version, components: toJson(components) } });
      return { ...raised, components };
    });
  }

  /** @throws UserError `component.unknown`, also for a version that is not there */
  async require(workspaceId: string, id: string, number: number): Promise<StoredComponent> {
    const found = await this.client.componentVersion.findFirst({
      where: { workspaceId, componentId: id, number },
      include: { component: true },
    });
    if (found === null) throw unknown();
    return { ...found.component, components: found.components };
  }

  /** @throws UserError `component.unknown`, `component.name-taken` */
  async rename(workspaceId: string, id: string, name: string): Promise<Component> {
    const [renamed] = await named(name, () =>
      this.client.component.updateManyAndReturn({ where: { workspaceId, id }, data: { name } }),
    );
    if (renamed === undefined) throw unknown();
    return renamed;
  }

  /** @throws UserError `component.unknown` */
  async delete(workspaceId: string, id: string): Promise<void> {
    const { count } = await this.client.component.deleteMany({ where: { workspaceId, id } });
    if (count === 0) throw unknown();
  }

  private async refuse(workspaceId: string, id: string): Promise<UserError> {
    const found = await this.client.component.findFirst({ where: { workspaceId, id } });
    if (found === null) return unknown();
    return new UserError({
      code: 'version.conflict',
      status: 409,
      message: `Somebody else has kept version ${found.newest} of this component meanwhile: look at it, and repeat the change.`,
      details: { version: found.newest },
    });
  }
}

async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isConflict(error)) throw error;
    throw taken(
      'component.name-taken',
      `A component with the name ${name} exists already: choose another name.`,
    );
  }
}

function unknown(): UserError {
  return new UserError({
    code: 'component.unknown',
    status: 404,
    message: 'There is no such component, or no such version of it, in this workspace.',
  });
}
