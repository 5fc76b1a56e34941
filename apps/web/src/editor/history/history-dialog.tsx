import { Modal } from '@mantine/core';
import { History } from 'lucide-react';
import { useState } from 'react';
import * as words from '#words/history';
import { useVersions } from '../../client/use-versions';
import { EmptyState } from '../../frame/empty-state';
import { Failure } from '../../frame/failure';
import { Loading } from '../../frame/loading';
import type { Saving } from '../saving/use-saving';
import { KeepVersion } from './keep-version';
import { VersionChanges } from './version-changes';
import { VersionList } from './version-list';
import './history.css';

interface HistoryDialogProps {
  pipelineId: string;
  saving: Saving;
  onClose: () => void;
}

/** What the pipeline was when somebody named it and at each of its runs, what has changed, the way back. */
export function HistoryDialog({ pipelineId, saving, onClose }: HistoryDialogProps) {
  const versions = useVersions(pipelineId);
  const [chosen, setChosen] = useState<string | null>(null);
  const { named, ofRuns } = versions.data ?? { named: [], ofRuns: [] };
  const all = [...named, ...ofRuns].sort((a, b) => b.number - a.number);
  const version = all.find(({ versionId }) => versionId === chosen) ?? all[0];
  return (
    <Modal opened onClose={onClose} title={words.history} size="xl">
      <KeepVersion
        pipelineId={pipelineId}
        saving={saving}
        onKept={({ versionId }) => setChosen(versionId)}
      />
      <Failure error={versions.error} />
      {versions.isPending && <Loading label={words.loadingTheVersions} />}
      {versions.data !== undefined && version === undefined && (
        <EmptyState icon={History} title={words.noHistoryYet}>
          {words.howAHistoryBegins}
        </EmptyState>
      )}
      {version !== undefined && (
        <div className="history">
          <VersionList
            named={named}
            ofRuns={ofRuns}
            chosen={version.versionId}
            onChoose={setChosen}
          />
          <VersionChanges
            pipelineId={pipelineId}
            version={version}
            versions={all}
            onClose={onClose}
          />
        </div>
      )}
    </Modal>
  );
}
