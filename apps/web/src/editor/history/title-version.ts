import type { VersionSummary } from '@graft/contracts';
import * as words from '#words/history';

/** What a version is called: as a person named it, else by its number. */
export function titleVersion({ name, number }: Pick<VersionSummary, 'name' | 'number'>): string {
  return name ?? words.versionNumber(number);
}
