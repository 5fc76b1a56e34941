/** Keys of everything that is cached from the API, in one place so that nothing is forgotten. */
export const queryKeys = {
  catalog: ['catalog'] as const,
  base: (ref: string, digest: string) => ['base', ref, digest] as const,
  bases: (wanted: readonly { ref: string; digest: string }[]) => ['bases', wanted] as const,
  graphRules: ['graph-rules'] as const,
  templates: ['templates'] as const,
  pipelines: ['pipelines'] as const,
  pipeline: (id: string) => ['pipelines', id] as const,
  versions: (id: string) => ['versions', id] as const,
  version: (id: string, versionId: string) => ['version', id, versionId] as const,
  components: ['components'] as const,
  component: (id: string, version: number) => ['components', id, version] as const,
  runs: ['runs'] as const,
  run: (id: string) => ['runs', id] as const,
  output: (runId: string, stepId: string, output: string) =>
    ['runs', runId, 'output', stepId, output] as const,
  histories: (runId: string, stepIds: readonly string[]) =>
    ['runs', runId, 'histories', stepIds] as const,
  datasets: ['datasets'] as const,
  dataset: (id: string) => ['datasets', id] as const,
  examples: (id: string, filter: string) => ['datasets', id, 'examples', filter] as const,
  /** An address of bytes in the page's memory: given back when it leaves the cache. */
  picture: (dataset: string, sha256: string) => ['picture', dataset, sha256] as const,
  publishedBases: ['published-bases'] as const,
  models: ['models'] as const,
  model: (name: string) => ['models', name] as const,
  health: ['health'] as const,
  workers: ['workers'] as const,
  queue: ['queue'] as const,
};
