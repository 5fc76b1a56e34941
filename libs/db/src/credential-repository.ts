import { UserError } from '@graft/errors';
import type { MemberRole } from './account-repository';
import { isConflict, isDangling, taken } from './database-error';
import type { ApiToken } from './generated/client';
import type { Client } from './prisma';

/** Whom a secret stands for, at the moment of asking. */
export interface Credential {
  /** Of the session or the token. */
  id: string;
  workspaceId: string;
  userId: string;
  role: MemberRole;
  expiresAt: Date;
}

interface UsedToken extends Credential {
  scope: MemberRole;
  usedAt: Date | null;
}

/**
 * Sessions and API tokens; secrets are known by digest only. They are looked up with every request: by one
 * statement each.
 */
export class CredentialRepository {
  constructor(private readonly client: Client) {}

  async openSession(
    session: { workspaceId: string; userId: string; digest: string },
    expiresAt: Date,
  ): Promise<string> {
    await this.client.session.deleteMany({ where: { expiresAt: { lt: new Date() } } });
    return (await this.client.session.create({ data: { ...session, expiresAt } })).id;
  }

  /** Whom a session stands for; null when it has ended. */
  async findSession(digest: string): Promise<Credential | null> {
    const [row] = await this.client.$queryRaw<Credential[]>`
      SELECT s."id", s."workspaceId", s."userId", s."expiresAt", m."role"::text AS role
      FROM "Session" AS s JOIN "Membership" AS m USING ("workspaceId", "userId")
      WHERE s."digest" = ${digest}`;
    return row && row.expiresAt > new Date() ? row : null;
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

  /** @throws UserError `token.name-taken`, 403 `member.left` */
  async createToken(
    token: Pick<ApiToken, 'workspaceId' | 'userId' | 'name' | 'digest' | 'scope' | 'expiresAt'>,
  ): Promise<ApiToken> {
    try {
      return await this.client.apiToken.create({ data: token });
    } catch (error) {
      if (isDangling(error)) throw hasLeft();
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
    const [row] = await this.client.$queryRaw<UsedToken[]>`
      SELECT t."id", t."workspaceId", t."userId", t."expiresAt", t."usedAt",
        t."scope"::text AS scope, m."role"::text AS role
      FROM "ApiToken" AS t JOIN "Membership" AS m USING ("workspaceId", "userId")
      WHERE t."digest" = ${digest}`;
    const now = new Date();
    if (!row || row.expiresAt <= now) return null;
    if (row.usedAt === null || now.getTime() - row.usedAt.getTime() > 60_000) {
      await this.client.apiToken.updateMany({ where: { id: row.id }, data: { usedAt: now } });
    }
    const { id, workspaceId, userId, expiresAt, scope } = row;
    return { id, workspaceId, userId, expiresAt, role: lesser(scope, row.role) };
  }

  /** @returns false when the user has no such token */
  async revokeToken(workspaceId: string, userId: string, tokenId: string): Promise<boolean> {
    const { count } = await this.client.apiToken.deleteMany({
      where: { workspaceId, userId, id: tokenId },
    });
    return count > 0;
  }
}

function hasLeft(): UserError {
  return new UserError({
    status: 403,
    code: 'member.left',
    message:
      'You are no longer a member of this workspace: ask an owner of it to let you in again.',
  });
}

const RANK = { viewer: 1, editor: 2, owner: 3 } as const;

/** The weaker one of two roles. */
function lesser(one: MemberRole, other: MemberRole): MemberRole {
  return RANK[one] < RANK[other] ? one : other;
}
