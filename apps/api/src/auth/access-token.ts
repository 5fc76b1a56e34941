import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '@graft/errors';

const BYTES = 32;

/** Compares in constant time; digests have equal lengths, so the length is no secret lost. */
export function isSameToken(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** The token of an Authorization header, or null. */
export function readBearer(header: string | undefined): string | null {
  const match = /^Bearer ([A-Za-z0-9_-]{16,128})$/.exec(header ?? '');
  return match?.[1] ?? null;
}

/** Reads the start-up token; makes one of 256 bits, readable by its owner only, when there is none. */
export async function loadToken(file: string): Promise<string> {
  const existing = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (existing !== null) return checkToken(existing.trim());
  const token = randomBytes(BYTES).toString('base64url');
  await mkdir(dirname(file), { recursive: true });
  const fresh = `${file}.${String(process.pid)}`;
  const handle = await open(fresh, 'wx', 0o600);
  await handle.writeFile(`${token}\n`);
  await handle.sync();
  await handle.close();
  await chmod(fresh, 0o600);
  await rename(fresh, file);
  return token;
}

function checkToken(token: string): string {
  if (/^[A-Za-z0-9_-]{32,128}$/.test(token)) return token;
  throw new UserError({
    code: 'token.invalid',
    message: 'The token file does not hold a token: delete it and start again.',
  });
}
