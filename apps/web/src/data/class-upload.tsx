import '@mantine/dropzone/styles.layer.css';
import { Button, Group, Progress, Stack, Text, TextInput } from '@mantine/core';
import { Dropzone, IMAGE_MIME_TYPE } from '@mantine/dropzone';
import { Plus } from 'lucide-react';
import type { DatasetView } from '@graft/contracts';
import { useState } from 'react';
import * as words from '#words/data';
import { useImport } from './use-import';
import { Webcam } from './webcam';
import { zipClasses, type PictureClass } from './zip-pictures';
import { judgeClasses } from './judge-classes';
import './data.css';
import '../frame/dropzone.css';

/** Pictures arrive while a name is typed: what is changed is what is there by then. */
type ChangeClass = (before: PictureClass) => PictureClass;

const EMPTY: PictureClass = { label: '', files: [] };

/** Pictures class by class: each class has a name and a place to drop its pictures. */
export function ClassUpload({ onAdded }: { onAdded: (dataset: DatasetView) => void }) {
  const [name, setName] = useState('');
  const [classes, setClasses] = useState<readonly PictureClass[]>([EMPTY, EMPTY]);
  const { state, start, fail } = useImport(onAdded);
  const change = (index: number, next: ChangeClass) =>
    setClasses((before) => before.map((each, at) => (at === index ? next(each) : each)));
  const missing = judgeClasses(name, classes);
  const busy = state.step === 'sending' || state.step === 'importing';
  const send = () =>
    zipClasses(classes)
      .then((zip) => start(name.trim(), zip, 'pictures.zip'))
      .catch(fail);
  return (
    <Stack
      gap={12}
      mt={12}
      className="class-upload"
      role="group"
      aria-label={words.picturesByClass}
    >
      {classes.map((each, index) => (
        <ClassRow
          key={index}
          place={index + 1}
          shown={each}
          disabled={busy}
          onChange={(next) => change(index, next)}
        />
      ))}
      <Group>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => setClasses([...classes, EMPTY])}
        >
          {words.addAClass}
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {words.filesGoToThisGraftServer}
      </Text>
      <TextInput
        label={words.nameOfTheDataSet}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {busy && (
        <div role="status">
          <Progress value={100 * state.fraction} aria-label={state.text} />
          <Text size="sm" className="numbers">
            {state.text}
          </Text>
        </div>
      )}
      {state.step === 'failed' && (
        <Text size="sm" c="var(--state-red)" role="alert">
          {state.reason}
        </Text>
      )}
      {state.step === 'done' && state.dataset.rejected.length > 0 && (
        <Group gap={8} role="status">
          <Text size="sm">{words.picturesCouldNotBeUsed(state.dataset.rejected.length)}</Text>
          <Button size="compact-xs" variant="light" onClick={() => onAdded(state.dataset)}>
            {words.goOnWithTheOthers}
          </Button>
        </Group>
      )}
      <Group gap={12}>
        <Button
          variant="default"
          loading={busy}
          disabled={missing !== null}
          onClick={() => void send()}
        >
          {words.useThesePictures}
        </Button>
        {missing !== null && (
          <Text size="sm" c="dimmed">
            {missing}
          </Text>
        )}
      </Group>
    </Stack>
  );
}

interface ClassRowProps {
  place: number;
  shown: PictureClass;
  disabled: boolean;
  onChange: (next: ChangeClass) => void;
}

function ClassRow({ place, shown, disabled, onChange }: ClassRowProps) {
  const { label, files } = shown;
  const add = (more: readonly File[]) =>
    onChange((before) => ({ ...before, files: [...before.files, ...more] }));
  return (
    <div className="class-upload__row" role="group" aria-label={words.classPlace(place)}>
      <TextInput
        aria-label={words.nameOfClass(place)}
        placeholder={words.classPlace(place)}
        maxLength={100}
        value={label}
        onChange={({ currentTarget: { value } }) =>
          onChange((before) => ({ ...before, label: value }))
        }
      />
      <Dropzone
        className="dropzone"
        p={8}
        accept={IMAGE_MIME_TYPE}
        disabled={disabled}
        inputProps={{ 'aria-label': words.picturesOfClass(place) }}
        onDrop={add}
      >
        <Text size="sm" className="numbers">
          {files.length === 0 ? words.dropPicturesHere : words.pictures(files.length)}
        </Text>
      </Dropzone>
      {!disabled && <Webcam count={files.length} onPicture={(file) => add([file])} />}
    </div>
  );
}
