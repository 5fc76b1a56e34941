import '@mantine/dropzone/styles.layer.css';
import { Button, Group, Progress, Text, TextInput } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import type { DatasetView } from '@graft/contracts';
import { FileArchive } from 'lucide-react';
import { useRef } from 'react';
import * as words from '#words/data';
import { ColumnChoice } from './column-choice';
import { describeFiles } from './describe-files';
import type { FileImport } from './use-file-import';
import type { ImportState } from './use-import';
import { Webcam } from './webcam';
import '../frame/dropzone.css';

interface FileUploadProps {
  draft: FileImport;
  onLeave: (dataset: DatasetView) => void;
  onClose: () => void;
}

/** Imports pictures (a zip, a folder, loose ones) or texts; what could not be used is listed. */
export function FileUpload({ draft, onLeave, onClose }: FileUploadProps) {
  const { files, loose, state } = draft;
  const busy = state.step === 'sending' || state.step === 'importing';
  return (
    <>
      <Dropzone
        onDrop={draft.take}
        className="dropzone"
        disabled={busy}
        inputProps={{ 'aria-label': words.filesToImport }}
      >
        <FileArchive size={28} aria-hidden />
        <Text fw={600}>
          {files.length === 0 ? words.dropAFileOrFolderHere : describeFiles(files)}
        </Text>
        <Text size="sm" c="dimmed">
          {words.whatFilesMayHold}
        </Text>
      </Dropzone>
      <Group gap="sm" mt="xs" align="flex-end">
        <FolderButton onChoose={draft.take} />
        {!busy && <Webcam count={files.length} onPicture={draft.addPicture} />}
      </Group>
      <Text size="sm" c="dimmed" mt="sm">
        {words.filesGoToThisGraftServer}
      </Text>
      {loose && (
        <TextInput
          mt="md"
          label={words.classOfThesePictures}
          maxLength={100}
          value={draft.label}
          onChange={(event) => draft.setLabel(event.currentTarget.value)}
        />
      )}
      <TextInput
        mt="md"
        label={words.name}
        description={words.whatTheNameIsFor}
        maxLength={100}
        value={draft.name}
        onChange={(event) => draft.setName(event.currentTarget.value)}
      />
      <Stage state={state} onGo={onLeave} onChoose={(columns) => void draft.choose(columns)} />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {words.close}
        </Button>
        <Button disabled={!draft.complete} loading={busy} onClick={() => void draft.begin()}>
          {state.step === 'failed' ? words.goOn : words.importIt}
        </Button>
      </Group>
    </>
  );
}

interface StageProps {
  state: ImportState;
  onGo: (dataset: DatasetView) => void;
  onChoose: Parameters<typeof ColumnChoice>[0]['onChoose'];
}

function Stage({ state, onGo, onChoose }: StageProps) {
  switch (state.step) {
    case 'idle':
      return null;
    case 'choosing':
      return <ColumnChoice preview={state.preview} onChoose={onChoose} />;
    case 'sending':
    case 'importing':
      return (
        <div role="status">
          <Progress mt="md" value={100 * state.fraction} aria-label={state.text} />
          <Text size="sm" mt={4} className="numbers">
            {state.text}
          </Text>
        </div>
      );
    case 'failed':
      return (
        <Text mt="sm" size="sm" c="var(--state-red)" role="alert">
          {state.reason}
        </Text>
      );
    case 'done':
      return <Rejected dataset={state.dataset} onGo={() => onGo(state.dataset)} />;
  }
}

function FolderButton({ onChoose }: { onChoose: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button variant="subtle" size="xs" onClick={() => input.current?.click()}>
        {words.chooseAFolder}
      </Button>
      <input
        hidden
        type="file"
        aria-label={words.folderToImport}
        ref={(element) => {
          element?.setAttribute('webkitdirectory', '');
          input.current = element;
        }}
        onChange={(event) => onChoose([...(event.currentTarget.files ?? [])])}
      />
    </>
  );
}

function Rejected({ dataset, onGo }: { dataset: DatasetView; onGo: () => void }) {
  return (
    <div role="status">
      <Text size="sm" mt="sm">
        {words.imported(dataset.rejected.length)}
      </Text>
      <ul className="rejected">
        {dataset.rejected.slice(0, 8).map(({ name, reason }) => (
          <li key={name}>
            <b>{name}</b>: {reason}
          </li>
        ))}
      </ul>
      <Button size="xs" variant="light" onClick={onGo}>
        {words.showTheDataSet}
      </Button>
    </div>
  );
}
