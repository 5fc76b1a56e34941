import { createHash } from 'node:crypto';

/**
 * One id for one Idempotency-Key of one workspace, in the form of a UUID of version 8 (RFC 9562): what
 * is made under it can be made once only.
 * @param what kind of thing, so that one key may make one of each
 */
export function deriveId(what: string, workspaceId: string, key: string): string {
  const hash = createHash('sha256').update(`${what} ${workspaceId} ${key}`).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
}
