import type { Client } from './prisma';

export interface Membership {
  workspaceId: string;
  userId: string;
}

export class WorkspaceRepository {
  constructor(private readonly client: Client) {}

  /** The workspace and its owner by name, made when they are not there; safe to call at once twice. */
  async ensure(workspace: string, owner: string): Promise<Membership> {
    return this.client.$transaction(async (tx) => {
      await tx.workspace.createMany({ data: [{ name: workspace }], skipDuplicates: true });
      await tx.user.createMany({ data: [{ name: owner }], skipDuplicates: true });
      const { id: workspaceId } = await tx.workspace.findUniqueOrThrow({
        where: { name: workspace },
      });
      const { id: userId } = await tx.user.findUniqueOrThrow({ where: { name: owner } });
      await tx.membership.createMany({
        data: [{ workspaceId, userId, role: 'owner' }],
        skipDuplicates: true,
      });
      return { workspaceId, userId };
    });
  }

  /** The role of a user in a workspace; null for a stranger. */
  async findRole(
    workspaceId: string,
    userId: string,
  ): Promise<'owner' | 'editor' | 'viewer' | null> {
    const row = await this.client.membership.findUnique({
      where: { workspaceId_userId: { workspaceId, userId } },
    });
    return row?.role ?? null;
  }
}
