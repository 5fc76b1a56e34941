import '@mantine/dropzone/styles.layer.css';
import { Button, Group, Text, Textarea } from '@mantine/core';
import { Dropzone, IMAGE_MIME_TYPE } from '@mantine/dropzone';
import { useMutation } from '@tanstack/react-query';
import type { Prediction } from '@graft/contracts';
import { ImagePlus } from 'lucide-react';
import { useState } from 'react';
import { useClient } from '../client/api';
import { useObjectUrl } from '../data/use-object-url';
import { Failure } from '../frame/failure';
import { formatShare } from '../frame/format';
import { Section } from '../frame/page';
import { TryThese } from './try-these';
import './playground.css';
import { Loading } from '../frame/loading';

interface PlaygroundProps {
  model: string;
  version: number;
}

interface Upload {
  readonly bytes: Blob;
  readonly name: string;
}

/** Drop a picture, see what the model takes it for. */
export function Playground({ model, version }: PlaygroundProps) {
  const client = useClient();
  const [shown, setShown] = useState<Upload | null>(null);
  const predict = useMutation({
    mutationFn: async ({ bytes, name }: Upload) => {
      const { predictions, rejected } = await client.predict({
        params: { model },
        query: { version, name, top: 5 },
        body: bytes,
        contentType: bytes.type === '' ? 'application/octet-stream' : bytes.type,
      });
      const [first] = predictions;
      if (first === undefined) throw new Error(rejected[0]?.reason ?? 'There is no answer.');
      return first;
    },
  });
  const ask = (upload: Upload) => {
    setShown(upload);
    predict.mutate(upload);
  };
  return (
    <Section title="Try it" note="What you drop here is not kept">
      <div className="playground">
        <div>
          <Dropzone
            onDrop={([file]) => file && ask({ bytes: file, name: file.name })}
            onReject={() => undefined}
            accept={IMAGE_MIME_TYPE}
            multiple={false}
            className="dropzone"
            inputProps={{ 'aria-label': 'Picture to classify' }}
          >
            <Shown upload={shown} />
          </Dropzone>
          <TypedText
            onAsk={(text) => ask({ bytes: new Blob([text], { type: 'text/plain' }), name: 'text' })}
          />
        </div>
        <div aria-live="polite">
          {predict.isPending && <Loading label="The model is looking" />}
          <Failure error={predict.error} />
          {predict.isIdle && (
            <Text c="dimmed" size="sm">
              The answer appears here, with how sure the model is.
            </Text>
          )}
          {predict.data !== undefined && <Answer prediction={predict.data} />}
        </div>
      </div>
      <TryThese model={model} version={version} onChoose={ask} />
    </Section>
  );
}

function Shown({ upload }: { upload: Upload | null }) {
  const picture = upload?.bytes.type.startsWith('image/') ? upload.bytes : null;
  const url = useObjectUrl(picture);
  if (url !== null)
    return <img src={url} alt={upload?.name ?? ''} className="playground__picture" />;
  return (
    <div className="playground__empty">
      <ImagePlus size={30} aria-hidden />
      <Text fw={600}>Drop a picture here, or click to choose one</Text>
      <Text size="sm" c="dimmed">
        PNG, JPEG, WebP or GIF
      </Text>
    </div>
  );
}

function Answer({ prediction }: { prediction: Prediction }) {
  const [best] = prediction.top;
  return (
    <div className="answer">
      <Text fz={22} fw={650} lh="28px">
        {best?.label}
      </Text>
      <ol className="answer__bars">
        {prediction.top.map(({ label, probability }) => (
          <li key={label}>
            <span>{label}</span>
            <span className="answer__track">
              <span style={{ width: `${probability * 100}%` }} />
            </span>
            <span className="numbers">{formatShare(probability)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function TypedText({ onAsk }: { onAsk: (text: string) => void }) {
  const [text, setText] = useState('');
  return (
    <details className="playground__text">
      <summary>Classify a text instead</summary>
      <Group align="flex-end" gap={8} mt={8}>
        <Textarea
          aria-label="Text to classify"
          flex={1}
          autosize
          minRows={1}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button disabled={text.trim() === ''} onClick={() => onAsk(text.trim())}>
          Ask
        </Button>
      </Group>
    </details>
  );
}
