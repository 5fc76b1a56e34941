import type { VersionSummary } from '@graft/contracts';
import { Bookmark } from 'lucide-react';
import * as words from '#words/history';
import { formatAge } from '../../frame/format';
import { StateChip } from '../../frame/state-chip';
import { showRunState } from '../../frame/states';
import { titleVersion } from './title-version';

interface VersionListProps {
  named: readonly VersionSummary[];
  ofRuns: readonly VersionSummary[];
  chosen: string | null;
  onChoose: (versionId: string) => void;
}

/** What a person named comes first; then what runs kept by themselves. */
export function VersionList({ named, ofRuns, ...choice }: VersionListProps) {
  return (
    <div className="history__list">
      <VersionGroup title={words.named} versions={named} {...choice} />
      <VersionGroup title={words.keptByRuns} versions={ofRuns} {...choice} />
    </div>
  );
}

interface VersionGroupProps extends Pick<VersionListProps, 'chosen' | 'onChoose'> {
  title: string;
  versions: readonly VersionSummary[];
}

function VersionGroup({ title, versions, chosen, onChoose }: VersionGroupProps) {
  if (versions.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {versions.map((version) => (
          <li key={version.versionId}>
            <button
              type="button"
              aria-pressed={version.versionId === chosen}
              onClick={() => onChoose(version.versionId)}
            >
              <span className="history__title">
                {version.name !== null && <Bookmark size={14} aria-hidden />}
                <span>
                  {titleVersion(version)}
                  <small>{formatAge(version.createdAt, Date.now())}</small>
                </span>
              </span>
              {version.run !== null && <StateChip state={showRunState(version.run.status)} />}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
