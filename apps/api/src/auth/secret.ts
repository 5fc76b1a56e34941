import { createHash, randomBytes } from 'node:crypto';

/** A secret of 256 bits: nothing to guess, so its plain sha256 may be stored (OWASP ASVS 5.0, 6.5.2). */
export function makeSecret(prefix: string): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`;
}

/** What is stored of a secret. */
export function digestSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
