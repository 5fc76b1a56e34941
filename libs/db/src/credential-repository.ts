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

type FoundSession = Credential & { digest: string };

interface FoundToken extends FoundSession {
  scope: MemberRole;
  usedAt: Date | null;
}

/**
 * Sessions and API tokens; secrets are known by digest only. They are looked up with every request: by one
 * statement, for as many requests as come together.
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

  /** Whom each session stands for, in the order asked; null for one that has ended. */
  async findSessions(digests: readonly string[]): Promise<(Credential | null)[]> {
    const rows = await this.client.$queryRaw<FoundSession[]>`
      SELECT s."digest", s."id", s."workspaceId", s."userId", s."expiresAt", m."role"::text AS role
      FROM "Session" AS s JOIN "Membership" AS m USING ("workspaceId", "userId")
      WHERE s."digest" = ANY(${[...digests]})`;
    return placeByDigest(digests, rows, ({ digest: _, ...session }) => session);
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

  /** Whom each token stands for, in the order asked; null where it was revoked or is too old. Notes their use once a minute. */
  async findTokens(digests: readonly string[]): Promise<(Credential | null)[]> {
    const rows = await this.client.$queryRaw<FoundToken[]>`
      SELECT t."digest", t."id", t."workspaceId", t."userId", t."expiresAt", t."usedAt",
        t."scope"::text AS scope, m."role"::text AS role
      FROM "ApiToken" AS t JOIN "Membership" AS m USING ("workspaceId", "userId")
      WHERE t."digest" = ANY(${[...digests]})`;
    await this.#noteUse(rows);
    return placeByDigest(digests, rows, ({ digest: _, usedAt: __, scope, ...token }) => ({
      ...token,
      role: lesser(scope, token.role),
    }));
  }

  async #noteUse(tokens: readonly FoundToken[]): Promise<void> {
    const now = new Date();
    const isNew = ({ usedAt, expiresAt }: FoundToken) =>
      expiresAt > now && (usedAt === null || now.getTime() - usedAt.getTime() > 60_000);
    const ids = tokens.filter(isNew).map(({ id }) => id);
    if (ids.length === 0) return;
    await this.client.apiToken.updateMany({ where: { id: { in: ids } }, data: { usedAt: now } });
  }

  /** @returns false when the user has no such token */
  async revokeToken(workspaceId: string, userId: string, tokenId: string): Promise<boolean> {
    const { count } = await this.client.apiToken.deleteMany({
      where: { workspaceId, userId, id: tokenId },
    });
    return count > 0;
  }
}

function placeByDigest<Row extends FoundSession>(
  digests: readonly string[],
  rows: readonly Row[],
  describe: (row: Row) => Credential,
): (Credential | null)[] {
  const now = new Date();
  const valid = rows.filter(({ expiresAt }) => expiresAt > now);
  const known = new Map(valid.map((row) => [row.digest, describe(row)]));
  return digests.map((digest) => known.get(digest) ?? null);
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
