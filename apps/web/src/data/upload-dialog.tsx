import { Button, Group, Modal, Progress, Text, TextInput } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import type { DatasetView } from '@graft/contracts';
import { FileArchive } from 'lucide-react';
import { useCallback, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import * as words from '#words/data';
import { formatBytes } from '../frame/format';
import { ColumnChoice } from './column-choice';
import { isPicture, zipPictures } from './zip-pictures';
import { Webcam } from './webcam';
import { useImport, type ImportState } from './use-import';

interface UploadDialogProps {
  opened: boolean;
  onClose: () => void;
  /** Where the data set is shown by whoever asked; else its own page is opened. */
  onImported?: (dataset: DatasetView) => void;
}

/** Imports pictures (a zip, a folder, loose ones) or texts; what could not be used is listed. */
export function UploadDialog({ opened, onClose, onImported }: UploadDialogProps) {
  const [, navigate] = useLocation();
  const [files, setFiles] = useState<File[]>([]);
  const [name, setName] = useState('');
  const [label, setLabel] = useState('');
  const leave = (dataset: DatasetView) => {
    onClose();
    if (onImported === undefined) navigate(`/data/${dataset.datasetId}`);
    else onImported(dataset);
  };
  const { state, start, choose, reset } = useImport(leave);
  const loose = files.length > 0 && files.every(isPicture) && !files.some(inFolder);
  const take = (dropped: File[]) => {
    if (dropped.length === 0) return;
    reset();
    setFiles(dropped);
    if (name === '') setName(suggestName(dropped));
  };
  const addPicture = useCallback((file: File) => {
    setFiles((before) => [...before.filter(isPicture), file]);
  }, []);
  const begin = async () => {
    const [only] = files;
    const whole = files.length === 1 && only && !isPicture(only) ? only : null;
    const file = whole ?? (await zipPictures(files, label.trim()));
    await start(name.trim(), file, whole?.name ?? 'pictures.zip');
  };
  const busy = state.step === 'sending' || state.step === 'importing';
  return (
    <Modal opened={opened} onClose={onClose} title={words.importData} size="lg">
      <Dropzone
        onDrop={take}
        className="dropzone"
        disabled={busy}
        inputProps={{ 'aria-label': words.filesToImport }}
      >
        <FileArchive size={28} aria-hidden />
        <Text fw={600}>{files.length === 0 ? words.dropAFileOrFolderHere : describe(files)}</Text>
        <Text size="sm" c="dimmed">
          {words.whatFilesMayHold}
        </Text>
      </Dropzone>
      <Group gap="sm" mt="xs" align="flex-end">
        <FolderButton onChoose={take} />
        {!busy && <Webcam count={files.length} onPicture={addPicture} />}
      </Group>
      <Text size="sm" c="dimmed" mt="sm">
        {words.filesGoToThisGraftServer}
      </Text>
      {loose && (
        <TextInput
          mt="md"
          label={words.classOfThesePictures}
          maxLength={100}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
      )}
      <TextInput
        mt="md"
        label={words.name}
        description={words.whatTheNameIsFor}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Stage state={state} onGo={leave} onChoose={(columns) => void choose(columns)} />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {words.close}
        </Button>
        <Button
          disabled={
            files.length === 0 ||
            name.trim() === '' ||
            (loose && label.trim() === '') ||
            state.step === 'done'
          }
          loading={busy}
          onClick={() => void begin()}
        >
          {state.step === 'failed' ? words.goOn : words.importIt}
        </Button>
      </Group>
    </Modal>
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

function inFolder(file: File): boolean {
  return pathOf(file).includes('/');
}

/** With its folders, where the browser tells. */
function pathOf(file: File): string {
  const { path } = file as File & { path?: string };
  return (file.webkitRelativePath || path || file.name).replace(/^\.?\//, '');
}

function suggestName(files: readonly File[]): string {
  const [first] = files;
  if (first === undefined) return '';
  const path = pathOf(first);
  return path.includes('/')
    ? (path.split('/')[0] ?? '')
    : first.name.replace(/\.(zip|csv|tsv|jsonl)$/i, '');
}

function describe(files: readonly File[]): string {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const [first] = files;
  const what = files.length === 1 && first ? first.name : words.files(files.length);
  return `${what}, ${formatBytes(bytes)}`;
}
