const KEY = 'graft.token';

/** The token in an address as `npm start` prints it: `#token=...`. */
export function readToken(hash: string): string | null {
  const token = new URLSearchParams(hash.replace(/^#/, '')).get('token');
  return token === null || token === '' ? null : token;
}

/**
 * Takes the token out of the address, so that it lands in no bookmark or screenshot, and keeps it for
 * the next visit. Null when there never was one.
 */
export function takeToken(page: Window = window): string | null {
  const given = readToken(page.location.hash);
  if (given === null) return page.localStorage.getItem(KEY);
  page.localStorage.setItem(KEY, given);
  page.history.replaceState(null, '', page.location.pathname + page.location.search);
  return given;
}

/** Forgets the token of this browser: from now on its session counts. */
export function forgetToken(page: Window = window): void {
  page.localStorage.removeItem(KEY);
}
