import { Button, Group } from '@mantine/core';
import { FileArchive, Images } from 'lucide-react';
import { useState } from 'react';
import * as words from '#words/app-view';
import { lazyPart } from '../frame/lazy-part';
import { ClassUpload } from '../data/class-upload';

const UploadDialog = lazyPart(() =>
  import('../data/upload-dialog').then((part) => part.UploadDialog),
);

/** The ways to bring data of one's own; what comes of it is chosen at once. */
export function AddData({ onAdded }: { onAdded: (dataset: string) => void }) {
  const [way, setWay] = useState<'none' | 'classes' | 'file'>('none');
  const added = (dataset: string) => {
    setWay('none');
    onAdded(dataset);
  };
  return (
    <>
      <Group gap={8} mt={8}>
        <Button
          size="xs"
          variant="default"
          leftSection={<Images size={14} aria-hidden />}
          aria-expanded={way === 'classes'}
          onClick={() => setWay(way === 'classes' ? 'none' : 'classes')}
        >
          {words.addPicturesByClass}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          leftSection={<FileArchive size={14} aria-hidden />}
          onClick={() => setWay('file')}
        >
          {words.importAFolder}
        </Button>
      </Group>
      {way === 'classes' && <ClassUpload onAdded={({ name }) => added(name)} />}
      {way === 'file' && (
        <UploadDialog
          opened
          onClose={() => setWay('none')}
          onImported={({ name }) => added(name)}
        />
      )}
    </>
  );
}
