import type { Database } from '@graft/db';
import { UserError } from '@graft/errors';
import DataLoader from 'dataloader';
import type { ApiRequest } from '../platform/api-request';
import { isSameToken, readBearer } from './access-token';
import type { Caller } from './caller';
import { digestSecret } from './secret';
import { readSessionCookie } from './session-cookie';

/** The one local user of embedded mode, and the token that stands for that user. */
export interface LocalAccess {
  readonly token: string;
  readonly caller: Caller;
}

/**
 * Finds out who asks: by the local token, an API token or a session. Nothing is remembered; requests that
 * come in the same turn of the event loop are looked up by one statement.
 */
export class Authenticator {
  readonly #tokens: Lookup;
  readonly #sessions: Lookup;

  constructor(
    credentials: Pick<Database['credentials'], 'findSessions' | 'findTokens'>,
    /** Null when Graft can be reached from other machines: then only accounts count. */
    readonly local: LocalAccess | null,
  ) {
    this.#tokens = gather((digests) => credentials.findTokens(digests));
    this.#sessions = gather((digests) => credentials.findSessions(digests));
  }

  /** @throws UserError 401 `token.required`, the same whatever is wrong */
  async authenticate(request: ApiRequest): Promise<Caller> {
    const caller = await this.#find(request);
    if (caller) return caller;
    throw new UserError({
      status: 401,
      code: 'token.required',
      message: this.local
        ? 'This needs the token: open the address that "npm start" printed, log in, or send the header Authorization: Bearer <token>.'
        : 'Log in, or send the header Authorization: Bearer <API token>.',
    });
  }

  async #find(request: ApiRequest): Promise<Caller | null> {
    const { authorization, cookie } = request.headers;
    // Whoever names a token means it: a cookie beside it does not count.
    if (authorization === undefined) return this.#findBySession(readSessionCookie(cookie));
    const token = readBearer(authorization);
    if (token === null) return null;
    if (this.local && isSameToken(token, this.local.token)) return this.local.caller;
    return toCaller(await this.#tokens.load(digestSecret(token)), 'token');
  }

  async #findBySession(secret: string | null): Promise<Caller | null> {
    if (secret === null) return null;
    return toCaller(await this.#sessions.load(digestSecret(secret)), 'session');
  }
}

type Found = Awaited<ReturnType<Database['credentials']['findTokens']>>[number];
type Lookup = DataLoader<string, Found>;

/** Of one statement. */
const MOST_TOGETHER = 200;

function gather(find: (digests: readonly string[]) => Promise<Found[]>): Lookup {
  return new DataLoader(find, {
    ...{ cache: false, maxBatchSize: MOST_TOGETHER },
    batchScheduleFn: (callback) => void setImmediate(callback),
  });
}

function toCaller(found: Found, via: 'session' | 'token'): Caller | null {
  if (found === null) return null;
  const { id, ...known } = found;
  return { ...known, via, credentialId: id };
}
