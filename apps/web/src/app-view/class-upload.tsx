import '@mantine/dropzone/styles.layer.css';
import { Button, Group, Progress, Stack, Text, TextInput } from '@mantine/core';
import { Dropzone, IMAGE_MIME_TYPE } from '@mantine/dropzone';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import * as words from '#words/app-view';
import { useImport } from '../data/use-import';
import { zipClasses, type PictureClass } from '../data/zip-pictures';
import { judgeClasses } from './judge-classes';
import '../data/data.css';

const EMPTY: PictureClass = { label: '', files: [] };

/** Pictures class by class: each class has a name and a place to drop its pictures. */
export function ClassUpload({ onAdded }: { onAdded: (dataset: string) => void }) {
  const [name, setName] = useState('');
  const [classes, setClasses] = useState<readonly PictureClass[]>([EMPTY, EMPTY]);
  const { state, start } = useImport((dataset) => onAdded(dataset.name));
  const change = (index: number, next: PictureClass) =>
    setClasses(classes.map((each, at) => (at === index ? next : each)));
  const missing = judgeClasses(name, classes);
  const busy = state.step === 'sending' || state.step === 'importing';
  const send = async () => start(name.trim(), await zipClasses(classes), 'pictures.zip');
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
          <Button size="compact-xs" variant="light" onClick={() => onAdded(state.dataset.name)}>
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
  onChange: (next: PictureClass) => void;
}

function ClassRow({ place, shown, disabled, onChange }: ClassRowProps) {
  const { label, files } = shown;
  return (
    <div className="class-upload__row">
      <TextInput
        aria-label={words.nameOfClass(place)}
        placeholder={words.classPlace(place)}
        maxLength={100}
        value={label}
        onChange={(event) => onChange({ files, label: event.currentTarget.value })}
      />
      <Dropzone
        className="dropzone"
        p={8}
        accept={IMAGE_MIME_TYPE}
        disabled={disabled}
        inputProps={{ 'aria-label': words.picturesOfClass(place) }}
        onDrop={(dropped) => onChange({ label, files: [...files, ...dropped] })}
      >
        <Text size="sm" className="numbers">
          {files.length === 0 ? words.dropPicturesHere : words.pictures(files.length)}
        </Text>
      </Dropzone>
    </div>
  );
}
