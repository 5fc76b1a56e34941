import { fine, type Finding } from './finding';

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** What a team's Graft is told of its own address and of what stands before it. */
export interface Entrance {
  /** GRAFT_HOST: what it listens on; null when it is not set. */
  listens: string | null;
  /** GRAFT_HOSTS: the names that people open. */
  hosts: readonly string[];
  /** GRAFT_TRUSTED_PROXIES. */
  proxies: readonly string[];
}

/** Reads the entrance from the environment. */
export function readEntrance(env: NodeJS.ProcessEnv): Entrance {
  const list = (text = ''): string[] =>
    text
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  return {
    listens: env['GRAFT_HOST'] ?? null,
    hosts: list(env['GRAFT_HOSTS']),
    proxies: list(env['GRAFT_TRUSTED_PROXIES']),
  };
}

/** Whether people elsewhere can come in, and whether what counts them can be deceived. Nothing for one person alone. */
export function checkEntrance({ listens, hosts, proxies }: Entrance): Finding[] {
  const open = listens !== null && !LOOPBACK.includes(listens);
  if (!open && hosts.length === 0 && proxies.length === 0) return [];
  return [checkNames(open, hosts), checkProxies({ open, hosts, proxies })];
}

function checkNames(open: boolean, hosts: readonly string[]): Finding {
  const check = 'public address';
  if (open && hosts.length === 0) {
    return {
      ...{ check, ok: false, detail: 'other machines can connect, and are all refused' },
      fix: 'set GRAFT_HOSTS to what people open, as in GRAFT_HOSTS=graft.example.org',
    };
  }
  const wrong = hosts.find((host) => /[/\s]|[A-Z]|:443$/.test(host));
  if (wrong !== undefined) {
    return {
      ...{ check, ok: false, detail: `no browser sends the name "${wrong}"` },
      fix: 'write names in GRAFT_HOSTS as browsers send them: small letters, no https://, no path, a port only if it is not 443',
    };
  }
  return fine(check, hosts.join(', ') || 'none');
}

function checkProxies({
  open,
  hosts,
  proxies,
}: Omit<Entrance, 'listens'> & { open: boolean }): Finding {
  const check = 'trusted proxies';
  const everybody = proxies.find((proxy) => /\/0$/.test(proxy));
  if (everybody !== undefined) {
    return {
      ...{
        check,
        ok: false,
        detail: `${everybody} is everybody: each may choose the address that is counted`,
      },
      fix: 'set GRAFT_TRUSTED_PROXIES to the address or the subnet of your proxy only',
    };
  }
  // Who listens here only is reached under another name by something on this machine.
  if (!open && hosts.length > 0 && proxies.length === 0) {
    return {
      ...{
        check,
        ok: false,
        detail:
          'all people come from the address of the proxy: wrong passwords of one lock out all',
      },
      fix: 'set GRAFT_TRUSTED_PROXIES=loopback for a proxy on this machine',
    };
  }
  return fine(check, proxies.join(', ') || 'none: people connect directly');
}
