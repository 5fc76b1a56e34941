import { UserError } from '@graft/errors';
import { isConflict, taken } from './database-error';
import type { User } from './generated/client';
import type { Client, Queryable } from './prisma';

export type MemberRole = 'owner' | 'editor' | 'viewer';

export interface WorkspaceOfUser {
  workspaceId: string;
  name: string;
  role: MemberRole;
}

export interface MemberRow {
  userId: string;
  name: string;
  role: MemberRole;
  admin: boolean;
}

/** People and their places in workspaces. */
export class AccountRepository {
  constructor(private readonly client: Client) {}

  /** True once somebody can log in who may add others. */
  async hasAdmin(): Promise<boolean> {
    const found = await this.client.user.findFirst({
      where: { admin: true, passwordHash: { not: null } },
      select: { id: true },
    });
    return found !== null;
  }

  async findUser(userId: string): Promise<User | null> {
    return this.client.user.findUnique({ where: { id: userId } });
  }

  async findUserByName(name: string): Promise<User | null> {
    return this.client.user.findUnique({ where: { name } });
  }

  /** Workspaces of a user, by name. */
  async listWorkspaces(userId: string): Promise<WorkspaceOfUser[]> {
    const rows = await this.client.membership.findMany({
      where: { userId },
      include: { workspace: true },
      orderBy: { workspace: { name: 'asc' } },
    });
    return rows.map(({ workspaceId, role, workspace }) => ({
      ...{ workspaceId, role },
      name: workspace.name,
    }));
  }

  /** Makes a workspace and its first owner. @throws UserError `workspace.name-taken` */
  async createWorkspace(name: string, userId: string): Promise<WorkspaceOfUser> {
    try {
      const { id } = await this.client.workspace.create({
        data: { name, memberships: { create: { userId, role: 'owner' } } },
      });
      return { workspaceId: id, name, role: 'owner' };
    } catch (error) {
      if (!isConflict(error)) throw error;
      throw taken('workspace.name-taken', `A workspace with the name ${name} exists already.`);
    }
  }

  async listMembers(workspaceId: string): Promise<MemberRow[]> {
    const rows = await this.client.membership.findMany({
      where: { workspaceId },
      include: { user: true },
      orderBy: { user: { name: 'asc' } },
    });
    return rows.map(({ user, role }) => ({
      ...{ userId: user.id, role },
      ...{ name: user.name, admin: user.admin },
    }));
  }

  /**
   * Makes an account, with its place in a workspace.
   * @throws UserError `user.name-taken`
   */
  async createUser(
    workspaceId: string,
    user: { name: string; passwordHash: string; admin: boolean; role: MemberRole },
  ): Promise<MemberRow> {
    const { name, passwordHash, admin, role } = user;
    try {
      const { id } = await this.client.user.create({
        data: { name, passwordHash, admin, memberships: { create: { workspaceId, role } } },
      });
      return { userId: id, name, role, admin };
    } catch (error) {
      if (!isConflict(error)) throw error;
      throw taken('user.name-taken', `An account with the name ${name} exists already.`);
    }
  }

  /** @throws UserError `member.known` when the user is in the workspace already */
  async addMember(workspaceId: string, userId: string, role: MemberRole): Promise<void> {
    try {
      await this.client.membership.create({ data: { workspaceId, userId, role } });
    } catch (error) {
      if (!isConflict(error)) throw error;
      throw taken('member.known', 'This person is a member of the workspace already.');
    }
  }

  /** @throws UserError `member.unknown`, `member.last-owner` */
  async changeRole(workspaceId: string, userId: string, role: MemberRole): Promise<void> {
    await this.client.$transaction(async (tx) => {
      await lockOwners(tx, workspaceId);
      const { count } = await tx.membership.updateMany({
        where: { workspaceId, userId },
        data: { role },
      });
      if (count === 0) throw unknownMember();
      await requireOwner(tx, workspaceId);
    });
  }

  /** Sessions and tokens for this workspace go with the membership. @throws as changeRole */
  async removeMember(workspaceId: string, userId: string): Promise<void> {
    await this.client.$transaction(async (tx) => {
      await lockOwners(tx, workspaceId);
      const { count } = await tx.membership.deleteMany({ where: { workspaceId, userId } });
      if (count === 0) throw unknownMember();
      await requireOwner(tx, workspaceId);
    });
  }

  /** Stores a new password; every session of the user ends but `keepSessionId`. */
  async changePassword(userId: string, hash: string, keepSessionId: string | null): Promise<void> {
    await this.client.$transaction([
      this.client.user.update({ where: { id: userId }, data: { passwordHash: hash } }),
      this.client.session.deleteMany({
        where: { userId, ...(keepSessionId === null ? {} : { id: { not: keepSessionId } }) },
      }),
    ]);
  }
}

/** Two changes at once could each leave the other as the last owner. */
async function lockOwners(tx: Queryable, workspaceId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Workspace" WHERE "id" = ${workspaceId}::uuid FOR UPDATE`;
}

async function requireOwner(tx: Queryable, workspaceId: string): Promise<void> {
  if ((await tx.membership.count({ where: { workspaceId, role: 'owner' } })) > 0) return;
  throw new UserError({
    status: 409,
    code: 'member.last-owner',
    message: 'A workspace needs an owner: make somebody else one first.',
  });
}

function unknownMember(): UserError {
  return new UserError({
    status: 404,
    code: 'member.unknown',
    message: 'There is no such member in this workspace.',
  });
}
