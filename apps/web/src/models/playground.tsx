import '@mantine/dropzone/styles.layer.css';
import { Switch, Text } from '@mantine/core';
import { Dropzone, IMAGE_MIME_TYPE } from '@mantine/dropzone';
import { useMutation } from '@tanstack/react-query';
import type { Evidence } from '@graft/contracts';
import { useState } from 'react';
import * as words from '#words/models';
import { useClient } from '../client/api';
import { Failure } from '../frame/failure';
import { lazyPart } from '../frame/lazy-part';
import { Section } from '../frame/page';
import { Answer } from './answer';
import { describeEvidence } from './describe-evidence';
import { isPicture, ShownUpload, type Upload } from './shown-upload';
import { TryThese } from './try-these';
import { TypedText } from './typed-text';
import { asUpload, usePasted } from './use-pasted';
import './playground.css';
import { Loading } from '../frame/loading';
import '../frame/mantine-forms.css';
import '../frame/dropzone.css';

interface PlaygroundProps {
  model: string;
  version: number;
}

const Snapshot = lazyPart(
  () => import('./snapshot').then((part) => part.Snapshot),
  () => null,
);

const FeatureMaps = lazyPart(
  () => import('./feature-maps').then((part) => part.FeatureMaps),
  () => <Loading label={words.loadingTheFeatureMaps} />,
);

/** As many of the likeliest labels can be looked at. */
const EXPLAINED = 3;

/** Drop, paste or take a picture, see what the model takes it for, and where in it. */
export function Playground({ model, version }: PlaygroundProps) {
  const [shown, setShown] = useState<Upload | null>(null);
  const [looking, setLooking] = useState(true);
  const [chosen, setChosen] = useState<string | null>(null);
  const predict = usePredict(model, version, 0);
  // Apart from the answer, which need not wait for it.
  const explain = usePredict(model, version, EXPLAINED);
  const ask = (upload: Upload) => {
    setShown(upload);
    setChosen(null);
    predict.mutate(upload);
    if (isPicture(upload)) explain.mutate(upload);
    else explain.reset();
  };
  usePasted(ask);
  const evidence = explain.data?.evidence ?? [];
  const [best] = evidence;
  const seen = evidence.find(({ label }) => label === chosen) ?? best;
  return (
    <Section title={words.tryIt} note={words.whatYouDropHereIsNot}>
      <div className="playground">
        <div>
          <Dropzone
            onDrop={([file]) => file && ask({ bytes: file, name: file.name })}
            onReject={() => undefined}
            accept={IMAGE_MIME_TYPE}
            multiple={false}
            className="dropzone"
            inputProps={{ 'aria-label': words.pictureToClassify }}
          >
            <ShownUpload upload={shown} evidence={looking ? seen : undefined} />
          </Dropzone>
          {seen !== undefined && (
            <Looking evidence={seen} looking={looking} onChange={setLooking} />
          )}
          <Snapshot onPicture={(file) => ask({ bytes: file, name: file.name })} />
          <TypedText onAsk={(text) => ask(asUpload(text))} />
        </div>
        <div aria-live="polite">
          {predict.isPending && <Loading label={words.theModelIsLooking} />}
          <Failure error={predict.error ?? explain.error} />
          {predict.isIdle && (
            <Text c="dimmed" size="sm">
              {words.theAnswerAppearsHere}
            </Text>
          )}
          {predict.data !== undefined && (
            <Answer
              prediction={predict.data}
              explained={evidence.map(({ label }) => label)}
              chosen={seen?.label}
              onChoose={(label) => {
                setChosen(label);
                setLooking(true);
              }}
            />
          )}
        </div>
      </div>
      <TryThese model={model} version={version} onChoose={ask} />
      {shown !== null && isPicture(shown) && (
        <LookInside model={model} version={version} picture={shown} />
      )}
    </Section>
  );
}

/** Asked for by a press: most people want the answer alone. */
function LookInside({ picture, ...looker }: PlaygroundProps & { picture: Upload }) {
  const [open, setOpen] = useState(false);
  return (
    <details
      className="playground__inside"
      open={open}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>{words.whatEachBlockSees}</summary>
      {open && <FeatureMaps key={nameBlob(picture.bytes)} looker={looker} picture={picture} />}
    </details>
  );
}

const names = new WeakMap<Blob, number>();
let named = 0;

/** One number for each picture that was shown: another one starts anew. */
function nameBlob(bytes: Blob): number {
  const name = names.get(bytes) ?? (named += 1);
  names.set(bytes, name);
  return name;
}

function usePredict(model: string, version: number, explain: number) {
  const client = useClient();
  return useMutation({
    mutationFn: async ({ bytes, name }: Upload) => {
      const { predictions, rejected } = await client.predict({
        params: { model },
        query: { version, name, top: 5, explain },
        body: bytes,
        contentType: bytes.type === '' ? 'application/octet-stream' : bytes.type,
      });
      const [first] = predictions;
      if (first === undefined) throw new Error(rejected[0]?.reason ?? words.thereIsNoAnswer);
      return first;
    },
  });
}

interface LookingProps {
  evidence: Evidence;
  looking: boolean;
  onChange: (looking: boolean) => void;
}

function Looking({ evidence, looking, onChange }: LookingProps) {
  return (
    <div className="playground__looking">
      <Switch
        label={words.showWhereTheModelSeesIt}
        checked={looking}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {looking && (
        <Text size="xs" c="dimmed" mt={4}>
          {describeEvidence(evidence)}
        </Text>
      )}
    </div>
  );
}
