import { lookup as resolve } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { UserError } from '@graft/errors';
import ipaddr from 'ipaddr.js';

/**
 * True for an address of the internet: nothing of this machine, of a private net, of a cloud's metadata, also
 * when it is written as IPv6.
 */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.process(address).range() === 'unicast';
}

export interface AddressGuard {
  /** @throws UserError `url.not_allowed` for an address that is written out and not public */
  check(url: URL): void;
  /**
   * Resolves names for a connection, which goes to what was looked at and nowhere else: a name can't point
   * elsewhere between a check and the connection.
   */
  lookup: LookupFunction;
}

const INSIDE = 'it leads to this machine or a private network';

/**
 * `trusted` are hosts, with their port where it isn't the usual one, that may lie inside; `refuse` says what
 * is wrong with an address for what it is wanted for.
 */
export function guardAddresses(
  trusted: readonly string[],
  find: typeof resolve = resolve,
  refuse: (reason: string) => UserError = notAllowed,
): AddressGuard {
  const hosts = new Set(trusted.map((host) => host.toLowerCase()));
  const names = new Set([...hosts].map((host) => host.replace(/:\d+$/, '')));
  return {
    check(url) {
      if (url.username !== '' || url.password !== '') throw refuse('it holds a password');
      if (hosts.has(url.host)) return;
      if (names.has(url.hostname)) throw refuse('only another port of it is trusted');
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (ipaddr.isValid(host) && !isPublic(host)) throw refuse(INSIDE);
    },
    lookup(host, options, done) {
      find(host, { ...options, all: true }, (error, addresses) => {
        if (error) return done(error, []);
        const [first] = addresses;
        const open =
          names.has(host.toLowerCase()) || addresses.every((each) => isPublic(each.address));
        if (!open || first === undefined) return done(refuse(INSIDE), []);
        if (options.all === true) done(null, addresses);
        else done(null, first.address, first.family);
      });
    },
  };
}

function notAllowed(reason: string): UserError {
  return new UserError({
    code: 'url.not_allowed',
    message: `This address may not be told of runs: ${reason}. An administrator can trust it by name in GRAFT_WEBHOOK_HOSTS.`,
  });
}
