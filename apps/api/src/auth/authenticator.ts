import type { Database } from '@graft/db';
import { UserError } from '@graft/errors';
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

/** Finds out who asks: by the local token, an API token or a session. Nothing is remembered. */
export class Authenticator {
  constructor(
    private readonly credentials: Pick<Database['credentials'], 'findSession' | 'findToken'>,
    /** Null when Graft can be reached from other machines: then only accounts count. */
    readonly local: LocalAccess | null,
  ) {}

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
    const found = await this.credentials.findToken(digestSecret(token));
    return found && toCaller(found, 'token');
  }

  async #findBySession(secret: string | null): Promise<Caller | null> {
    if (secret === null) return null;
    const found = await this.credentials.findSession(digestSecret(secret));
    return found && toCaller(found, 'session');
  }
}

type Found = NonNullable<Awaited<ReturnType<Database['credentials']['findToken']>>>;

function toCaller({ id, ...found }: Found, via: 'session' | 'token'): Caller {
  return { ...found, via, credentialId: id };
}
