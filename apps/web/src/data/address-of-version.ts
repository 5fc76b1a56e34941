/** Address of a version of a data set by its digest; `name` says which is meant of those with equal content. */
export function addressOfVersion(digest: string, name: string | null): string {
  const query = name === null ? '' : `?${new URLSearchParams({ name }).toString()}`;
  return `/data/${digest}${query}`;
}

/** The name that an address gives beside a digest. */
export function readMeant(search: string): string | undefined {
  return new URLSearchParams(search).get('name') ?? undefined;
}
