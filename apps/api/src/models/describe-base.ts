import type { BaseCard } from '@graft/model';
import type { ExportFacts } from '@graft/nodes/steps';

/** What the card of an exported base says: it has no run, and its data are not known here. */
export function describeBase({ name, licence }: BaseCard): ExportFacts {
  return {
    ...{ name, version: null, notes: '', createdAt: null, runId: null },
    ...{ data: [], base: { name, licence }, trainings: [], code: [], graph: null },
  };
}
