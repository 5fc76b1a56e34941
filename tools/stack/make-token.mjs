import { randomBytes } from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../setup/keep-stamps.mjs';

/** The 256-bit secret of a data folder: made once, readable by its owner only. */
export async function makeToken(home) {
  const path = join(home, 'token');
  const known = (await readFile(path, 'utf8').catch(() => '')).trim();
  if (known) {
    await chmod(path, 0o600);
    return known;
  }
  const token = randomBytes(32).toString('base64url');
  await writeWhole(path, `${token}\n`, 0o600);
  return token;
}
