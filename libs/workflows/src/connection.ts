/** How to prove to a Temporal server who connects: as both the client's and the worker's connection take it. */
export interface ConnectionSecurity {
  tls?: true | { clientCertPair?: { crt: Buffer; key: Buffer }; serverRootCACertificate?: Buffer };
  apiKey?: string;
}

/**
 * Reads the files that the environment names: GRAFT_TEMPORAL_TLS_CERT with _TLS_KEY (mTLS),
 * GRAFT_TEMPORAL_TLS_CA (a server with a CA of its own), GRAFT_TEMPORAL_API_KEY_FILE. Without any of
 * them the connection is a plain one, as inside one machine or a private network.
 * @throws Error when one half of a certificate pair is missing
 */
export function readConnectionSecurity(
  environment: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => Buffer,
): ConnectionSecurity {
  const read = (name: string): Buffer | null => {
    const path = environment[name];
    return path === undefined || path === '' ? null : readFile(path);
  };
  const [crt, key] = [read('GRAFT_TEMPORAL_TLS_CERT'), read('GRAFT_TEMPORAL_TLS_KEY')];
  const authority = read('GRAFT_TEMPORAL_TLS_CA');
  const apiKey = read('GRAFT_TEMPORAL_API_KEY_FILE')?.toString('utf8').trim();
  if ((crt === null) !== (key === null)) {
    throw new Error(
      'GRAFT_TEMPORAL_TLS_CERT and GRAFT_TEMPORAL_TLS_KEY belong together: name both.',
    );
  }
  const tls = {
    ...(crt && key ? { clientCertPair: { crt, key } } : {}),
    ...(authority ? { serverRootCACertificate: authority } : {}),
  };
  const secured = Object.keys(tls).length > 0;
  return {
    ...(secured ? { tls } : apiKey === undefined ? {} : { tls: true as const }),
    ...(apiKey === undefined ? {} : { apiKey }),
  };
}
