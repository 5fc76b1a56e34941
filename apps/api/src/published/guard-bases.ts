import { UserError } from '@graft/errors';
import { guardAddresses, type AddressGuard } from '../webhooks/public-address';

/** `trusted` are hosts inside, such as a mirror, that base models may be fetched from; others only by https. */
export function guardBases(trusted: readonly string[]): AddressGuard {
  const hosts = new Set(trusted.map((host) => host.toLowerCase()));
  const guard = guardAddresses(trusted, undefined, notAllowed);
  return {
    ...guard,
    check(url) {
      if (url.protocol !== 'https:' && !hosts.has(url.host)) {
        throw notAllowed('only https is');
      }
      guard.check(url);
    },
  };
}

function notAllowed(reason: string): UserError {
  return new UserError({
    code: 'base.address_not_allowed',
    message: `A base model can't be fetched from this address: ${reason}. An administrator can trust a host by name in GRAFT_BASE_HOSTS.`,
  });
}
