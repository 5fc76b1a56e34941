import '@mantine/dropzone/styles.layer.css';
import { Button, Group, Switch, Text, Textarea } from '@mantine/core';
import { Dropzone, IMAGE_MIME_TYPE } from '@mantine/dropzone';
import { useMutation } from '@tanstack/react-query';
import type { Evidence } from '@graft/contracts';
import { ImagePlus } from 'lucide-react';
import { useState, type CSSProperties } from 'react';
import * as words from '#words/models';
import { useClient } from '../client/api';
import { useObjectUrl } from '../data/use-object-url';
import { Failure } from '../frame/failure';
import { lazyPart } from '../frame/lazy-part';
import { Section } from '../frame/page';
import { Answer } from './answer';
import { describeEvidence } from './describe-evidence';
import { EvidenceOverlay } from './evidence-overlay';
import { TryThese } from './try-these';
import './playground.css';
import { Loading } from '../frame/loading';
import '../frame/mantine-forms.css';

interface PlaygroundProps {
  model: string;
  version: number;
}

interface Upload {
  readonly bytes: Blob;
  readonly name: string;
}

const FeatureMaps = lazyPart(
  () => import('./feature-maps').then((part) => part.FeatureMaps),
  () => <Loading label={words.loadingTheFeatureMaps} />,
);

/** As many of the likeliest labels can be looked at. */
const EXPLAINED = 3;

/** Drop a picture, see what the model takes it for, and where in it. */
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
            <Shown upload={shown} evidence={looking ? seen : undefined} />
          </Dropzone>
          {seen !== undefined && (
            <Looking evidence={seen} looking={looking} onChange={setLooking} />
          )}
          <TypedText
            onAsk={(text) => ask({ bytes: new Blob([text], { type: 'text/plain' }), name: 'text' })}
          />
        </div>
        <div aria-live="polite">
          {predict.isPending && <Loading label={words.theModelIsLooking} />}
          <Failure error={predict.error} />
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

const isPicture = ({ bytes }: Upload): boolean => bytes.type.startsWith('image/');

interface ShownProps {
  upload: Upload | null;
  evidence: Evidence | undefined;
}

function Shown({ upload, evidence }: ShownProps) {
  const url = useObjectUrl(upload !== null && isPicture(upload) ? upload.bytes : null);
  const [ratio, setRatio] = useState(1);
  if (url === null)
    return (
      <div className="playground__empty">
        <ImagePlus size={30} aria-hidden />
        <Text fw={600} ta="center">
          {words.dropAPictureHere}
        </Text>
        <Text size="sm" c="dimmed">
          {words.png}
        </Text>
      </div>
    );
  return (
    <div className="playground__frame" style={{ '--ratio': ratio } as CSSProperties}>
      <img
        src={url}
        alt={upload?.name ?? ''}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setRatio(naturalWidth / Math.max(1, naturalHeight))
        }
      />
      {evidence !== undefined && <EvidenceOverlay evidence={evidence} />}
    </div>
  );
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

function TypedText({ onAsk }: { onAsk: (text: string) => void }) {
  const [text, setText] = useState('');
  return (
    <details className="playground__text">
      <summary>{words.classifyATextInstead}</summary>
      <Group align="flex-end" gap={8} mt={8}>
        <Textarea
          aria-label={words.textToClassify}
          flex={1}
          autosize
          minRows={1}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button disabled={text.trim() === ''} onClick={() => onAsk(text.trim())}>
          {words.ask}
        </Button>
      </Group>
    </details>
  );
}
