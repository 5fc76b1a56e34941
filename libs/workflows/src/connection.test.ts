import { describe, expect, it } from '@jest/globals';
import { readConnectionSecurity } from './connection';

const readFile = (path: string) => Buffer.from(`content of ${path}\n`);
const read = (environment: Record<string, string>) => readConnectionSecurity(environment, readFile);

describe('a connection to Temporal', () => {
  it('is plain when nothing else is asked for', () => {
    expect(read({})).toEqual({});
  });

  it('shows a client certificate', () => {
    const files = { GRAFT_TEMPORAL_TLS_CERT: 'a.pem', GRAFT_TEMPORAL_TLS_KEY: 'a.key' };
    expect(read(files)).toEqual({
      tls: { clientCertPair: { crt: readFile('a.pem'), key: readFile('a.key') } },
    });
    const { tls } = read({ ...files, GRAFT_TEMPORAL_TLS_CA: 'ca.pem' });
    expect(tls).toMatchObject({ serverRootCACertificate: readFile('ca.pem') });
  });

  it('sends an API key encrypted only', () => {
    expect(read({ GRAFT_TEMPORAL_API_KEY_FILE: 'key' })).toEqual({
      tls: true,
      apiKey: 'content of key',
    });
  });

  it('is refused with half a certificate', () => {
    expect(() => read({ GRAFT_TEMPORAL_TLS_CERT: 'a.pem' })).toThrow('GRAFT_TEMPORAL_TLS_KEY');
  });
});
