import { Modal, SegmentedControl } from '@mantine/core';
import type { DatasetView } from '@graft/contracts';
import { useState } from 'react';
import { useLocation } from 'wouter';
import * as words from '#words/data';
import { ClassUpload } from './class-upload';
import { FileUpload } from './file-upload';
import { useFileImport } from './use-file-import';
import '../frame/mantine-forms.css';

interface UploadDialogProps {
  opened: boolean;
  onClose: () => void;
  /** Where the data set is shown by whoever asked; else its own page is opened. */
  onImported?: (dataset: DatasetView) => void;
}

/** Brings data of one's own: files as they are, or pictures class by class. */
export function UploadDialog({ opened, onClose, onImported }: UploadDialogProps) {
  const [, navigate] = useLocation();
  const [way, setWay] = useState<'files' | 'classes'>('files');
  const leave = (dataset: DatasetView) => {
    onClose();
    if (onImported === undefined) navigate(`/data/${dataset.datasetId}`);
    else onImported(dataset);
  };
  const draft = useFileImport(leave);
  return (
    <Modal opened={opened} onClose={onClose} title={words.importData} size="lg">
      <SegmentedControl
        size="xs"
        mb="md"
        aria-label={words.howTheDataComes}
        value={way}
        onChange={(value) => setWay(value === 'classes' ? 'classes' : 'files')}
        data={[
          { value: 'files', label: words.filesOrAFolder },
          { value: 'classes', label: words.classByClass },
        ]}
      />
      {way === 'files' ? (
        <FileUpload draft={draft} onLeave={leave} onClose={onClose} />
      ) : (
        <ClassUpload onAdded={leave} />
      )}
    </Modal>
  );
}
