import { UserError } from '@graft/errors';
import { isConflict } from './database-error';
import type { ApiToken, User } from './generated/client';
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

/** Whom a secret stands for, at the moment of asking. */
export interface Credential {
  /** Of the session or the token. */
  id: string;
  workspaceId: string;
  userId: string;
  role: MemberRole;
  expiresAt: Date;
}

/** People, their places in workspaces, sessions and API tokens. Secrets are known by digest only. */
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

  async openSession(
    session: { workspaceId: string; userId: string; digest: string },
    expiresAt: Date,
  ): Promise<string> {
    await this.client.session.deleteMany({ where: { expiresAt: { lt: new Date() } } });
    return (await this.client.session.create({ data: { ...session, expiresAt } })).id;
  }

  /** Whom a session stands for; null when it has ended. */
  async findSession(digest: string): Promise<Credential | null> {
    const row = await this.client.session.findUnique({
      where: { digest },
      include: { membership: { select: { role: true } } },
    });
    if (!row || row.expiresAt <= new Date()) return null;
    const { id, workspaceId, userId, expiresAt } = row;
    return { id, workspaceId, userId, expiresAt, role: row.membership.role };
  }

  /** Moves a session to another workspace of its user. @returns false when the user has no place there */
  async moveSession(sessionId: string, userId: string, workspaceId: string): Promise<boolean> {
    const key = { workspaceId_userId: { workspaceId, userId } };
    if (!(await this.client.membership.findUnique({ where: key }))) return false;
    await this.client.session.updateMany({
      where: { id: sessionId, userId },
      data: { workspaceId },
    });
    return true;
  }

  async closeSession(sessionId: string): Promise<void> {
    await this.client.session.deleteMany({ where: { id: sessionId } });
  }

  /** @throws UserError `token.name-taken` */
  async createToken(
    token: Pick<ApiToken, 'workspaceId' | 'userId' | 'name' | 'digest' | 'scope' | 'expiresAt'>,
  ): Promise<ApiToken> {
    try {
      return await this.client.apiToken.create({ data: token });
    } catch (error) {
      if (!isConflict(error)) throw error;
      throw taken('token.name-taken', `You have a token with the name ${token.name} already.`);
    }
  }

  async listTokens(workspaceId: string, userId: string): Promise<ApiToken[]> {
    return this.client.apiToken.findMany({
      where: { workspaceId, userId },
      orderBy: { name: 'asc' },
    });
  }

  /** Whom a token stands for; null when it was revoked or is too old. Notes its use once a minute. */
  async findToken(digest: string): Promise<Credential | null> {
    const row = await this.client.apiToken.findUnique({
      where: { digest },
      include: { membership: { select: { role: true } } },
    });
    const now = new Date();
    if (!row || row.expiresAt <= now) return null;
    if (row.usedAt === null || now.getTime() - row.usedAt.getTime() > 60_000) {
      await this.client.apiToken.updateMany({ where: { id: row.id }, data: { usedAt: now } });
    }
    const { id, workspaceId, userId, expiresAt, scope } = row;
    return { id, workspaceId, userId, expiresAt, role: lesser(scope, row.membership.role) };
  }

  /** @returns false when the user has no such token */
  async revokeToken(workspaceId: string, userId: string, tokenId: string): Promise<boolean> {
    const { count } = await this.client.apiToken.deleteMany({
      where: { workspaceId, userId, id: tokenId },
    });
    return count > 0;
  }
}

const RANK = { viewer: 1, editor: 2, owner: 3 } as const;

/** The weaker one of two roles. */
function lesser(one: MemberRole, other: MemberRole): MemberRole {
  return RANK[one] < RANK[other] ? one : other;
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

function taken(code: string, message: string): UserError {
  return new UserError({ status: 409, code, message });
}
