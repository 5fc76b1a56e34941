import type { IncomingMessage } from 'node:http';
import { UserError } from '@graft/errors';

const LOCAL_NAMES = ['localhost', '127.0.0.1', '[::1]'];
const SAFE_METHODS = new Set(['GET', 'HEAD']);

/**
 * Refuses requests that a page elsewhere could send: a foreign Host (DNS rebinding), an absolute
 * request target, a foreign Origin. Runs before routing.
 * @throws UserError 403 `host.not_allowed` or `origin.not_allowed`
 */
export function checkOrigin(request: IncomingMessage, extraHosts: readonly string[]): void {
  const hosts = listHosts(request, extraHosts);
  const given = request.rawHeaders
    .filter((_, at) => at % 2 === 0)
    .map((each) => each.toLowerCase());
  const single = given.filter((name) => name === 'host').length === 1;
  const host = request.headers.host?.toLowerCase() ?? '';
  if (!single || !hosts.includes(host) || !request.url?.startsWith('/')) {
    throw new UserError({
      status: 403,
      code: 'host.not_allowed',
      message: `Graft answers only under its own address: use http://${hosts[1] ?? ''}.`,
    });
  }
  if (!isOwnOrigin(request, hosts)) {
    throw new UserError({
      status: 403,
      code: 'origin.not_allowed',
      message: 'Another site may not send requests to Graft.',
    });
  }
}

function listHosts(request: IncomingMessage, extraHosts: readonly string[]): string[] {
  const port = request.socket.localPort;
  const local = LOCAL_NAMES.flatMap((name) =>
    port === 80 ? [name, `${name}:80`] : [`${name}:${String(port)}`],
  );
  return [...local, ...extraHosts];
}

/** A browser names the origin of every request that changes something; other programs send none. */
function isOwnOrigin(request: IncomingMessage, hosts: readonly string[]): boolean {
  const { origin } = request.headers;
  if (origin !== undefined) {
    return hosts.some((host) => origin === `http://${host}` || origin === `https://${host}`);
  }
  const site = request.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return true;
  return SAFE_METHODS.has(request.method ?? '') && request.headers['sec-fetch-mode'] === 'navigate';
}
