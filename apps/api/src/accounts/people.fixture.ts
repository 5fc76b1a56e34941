import { digestSecret, makeSecret } from '../auth/secret';
import { openDatabase, type Database, type MemberRole } from '@graft/db';
import { Passwords } from '../auth/passwords';
import type { TestApi } from '../platform/api.fixture';

export const PASSWORD = 'correct horse battery staple';

/** A person of a test, known by a token of a workspace. */
export interface Person {
  userId: string;
  workspaceId: string;
  name: string;
  token: string;
}

/** Makes people and tokens straight in the database of a test API. */
export class People {
  readonly database: Database;
  readonly #hash = new Passwords().hash(PASSWORD);

  constructor(test: TestApi) {
    this.database = openDatabase(test.env['DATABASE_URL'] ?? '');
  }

  async localWorkspace(): Promise<string> {
    return (await this.database.workspaces.ensure('local', 'local')).workspaceId;
  }

  /** A person with the password PASSWORD and a token that may all that the person may. */
  async add(
    workspaceId: string,
    name: string,
    role: MemberRole,
    options: { admin?: boolean } = {},
  ): Promise<Person> {
    const passwordHash = await this.#hash;
    const { admin = false } = options;
    const { userId } = await this.database.accounts.createUser(workspaceId, {
      ...{ name, passwordHash, admin, role },
    });
    const token = await this.giveToken({ workspaceId, userId }, role, new Date(Date.now() + 1e7));
    return { userId, workspaceId, name, token };
  }

  async giveToken(
    { workspaceId, userId }: Pick<Person, 'workspaceId' | 'userId'>,
    scope: MemberRole,
    expiresAt: Date,
  ): Promise<string> {
    const secret = makeSecret('graft_');
    const token = { workspaceId, userId, name: secret.slice(6, 20), digest: digestSecret(secret) };
    await this.database.credentials.createToken({ ...token, scope, expiresAt });
    return secret;
  }

  /** The cookie of a session that ends at `expiresAt`. */
  async openSession(
    { workspaceId, userId }: Pick<Person, 'workspaceId' | 'userId'>,
    expiresAt: Date,
  ): Promise<string> {
    const secret = makeSecret('');
    const session = { workspaceId, userId, digest: digestSecret(secret) };
    await this.database.credentials.openSession(session, expiresAt);
    return `__Host-graft=${secret}`;
  }

  close(): Promise<void> {
    return this.database.close();
  }
}
