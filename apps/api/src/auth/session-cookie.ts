import type { ApiRequest } from '../platform/api-request';

/** The prefix makes browsers insist on Secure, this host alone and the path / (RFC 6265bis, 4.1.3.2). */
const NAME = '__Host-graft';
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';

/** The secret in the session cookie, or null. Two cookies of the name count as none. */
export function readSessionCookie(header: string | undefined): string | null {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${NAME}=`))
    .map((pair) => pair.slice(NAME.length + 1));
  const [value] = values;
  return values.length === 1 && value !== undefined && /^[\w-]{32,128}$/.test(value) ? value : null;
}

export function setSessionCookie(request: ApiRequest, secret: string, seconds: number): void {
  request.res?.setHeader('set-cookie', `${NAME}=${secret}; Max-Age=${seconds}; ${ATTRIBUTES}`);
}

export function clearSessionCookie(request: ApiRequest): void {
  request.res?.setHeader('set-cookie', `${NAME}=; Max-Age=0; ${ATTRIBUTES}`);
}
