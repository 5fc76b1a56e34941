import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * A Chromium to test with: the one that `CHROMIUM` names, one on the PATH (Debian's first), playwright's own.
 * Null when there is none.
 */
export function findBrowser({ env = process.env, ownPath = '', isProgram = canRun } = {}) {
  const named = env.CHROMIUM ? [env.CHROMIUM] : [];
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const own = ownPath === '' ? [] : [ownPath];
  return [...named, ...onPath, ...own].find(isProgram) ?? null;
}

function canRun(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
