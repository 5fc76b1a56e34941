import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { Database } from '@graft/db';
import { UserError } from '@graft/errors';
import { loadToken } from '../auth/access-token';
import type { LocalAccess } from '../auth/authenticator';
import type { Caller } from '../auth/caller';
import type { Passwords } from '../auth/passwords';
import type { ApiConfig } from '../platform/config';

export interface Access {
  readonly local: LocalAccess | null;
  /** The workspace of the first start. */
  readonly workspaceId: string;
}

/**
 * Decides who may come in. On a loopback address there is one local user with a token; anywhere else
 * only accounts count, and without an administrator Graft does not listen at all.
 * @throws UserError `admin.missing`
 */
export async function openAccess(
  config: Pick<ApiConfig, 'host' | 'tokenFile' | 'admin'>,
  database: Database,
  passwords: Passwords,
): Promise<Access> {
  const owner = await database.workspaces.ensure('local', 'local');
  const { workspaceId } = owner;
  if (config.admin) await makeAdmin(config.admin, workspaceId, database, passwords);
  if (isLoopback(config.host)) {
    const token = await loadToken(config.tokenFile);
    const caller: Caller = {
      ...owner,
      ...{ role: 'owner', via: 'local', credentialId: null, expiresAt: null },
    };
    return { workspaceId, local: { token, caller } };
  }
  if (!(await database.accounts.hasAdmin())) {
    throw new UserError({
      code: 'admin.missing',
      message: `Graft does not listen on ${config.host} before there is an administrator: start it on 127.0.0.1 and make one under Settings, or name a file with a password in GRAFT_ADMIN_PASSWORD_FILE.`,
    });
  }
  return { workspaceId, local: null };
}

/** Whether only this machine can reach an address to listen on. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}

async function makeAdmin(
  { name, passwordFile }: NonNullable<ApiConfig['admin']>,
  workspaceId: string,
  { accounts }: Database,
  passwords: Passwords,
): Promise<void> {
  if (await accounts.hasAdmin()) return;
  const password = (await readFile(passwordFile, 'utf8')).trim();
  if (password.length < 12) {
    throw new UserError({
      code: 'config.invalid',
      message: 'The password in GRAFT_ADMIN_PASSWORD_FILE is shorter than 12 characters.',
    });
  }
  const passwordHash = await passwords.hash(password);
  await accounts.createUser(workspaceId, { name, passwordHash, admin: true, role: 'owner' });
}
