/** As many runs stand side by side on a page as there are colours that can be told apart. */
export const MOST_COMPARED = 4;

/** Address of the page that compares runs, in this order. */
export function addressOfComparison(runIds: readonly string[]): string {
  const query = new URLSearchParams(runIds.map((id) => ['run', id]));
  return `/runs/compare?${query.toString()}`;
}

/** The runs that an address names, each once; older addresses name two, as `a` and `b`. */
export function readCompared(query: URLSearchParams): string[] {
  const named = query.getAll('run');
  const all = named.length > 0 ? named : [query.get('a') ?? '', query.get('b') ?? ''];
  return [...new Set(all.filter((id) => id !== ''))].slice(0, MOST_COMPARED);
}
