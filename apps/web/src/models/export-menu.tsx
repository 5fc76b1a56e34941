import { Button, Checkbox, Modal, Radio, Stack, Text } from '@mantine/core';
import { EXPORT_FORMATS, type ExportFormat } from '@graft/model';
import { useState } from 'react';
import * as words from '#words/models';
import { describeError, useClient } from '../client/api';
import { download } from '../runs/download';
import '../frame/mantine-forms.css';

const WORDS: Readonly<Record<ExportFormat, { title: string; use: string }>> = {
  onnx: { title: 'ONNX', use: words.onnxIsFor },
  tfjs: { title: words.tensorFlowJs, use: words.webPagesAndNode },
  keras: { title: words.keras, use: words.goingOnInPython },
};

/** Takes a version of a model away as a zip. */
export function ExportMenu({ model, version }: { model: string; version: number }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {words.exportIt}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={words.exportModel(model)}>
        <ExportForm model={model} version={version} />
      </Modal>
    </>
  );
}

type Progress = { state: 'idle' } | { state: 'writing' } | { state: 'failed'; reason: string };

function ExportForm({ model, version }: { model: string; version: number }) {
  const client = useClient();
  const [format, setFormat] = useState<ExportFormat>('onnx');
  const [half, setHalf] = useState(false);
  const [progress, setProgress] = useState<Progress>({ state: 'idle' });
  const write = async () => {
    setProgress({ state: 'writing' });
    try {
      const response = await client.exportModel({
        params: { model },
        query: { version, format, weights: half ? 'float16' : 'float32' },
      });
      download(`${model}-${String(version)}-${format}.zip`, await response.blob());
      setProgress({ state: 'idle' });
    } catch (thrown) {
      setProgress({ state: 'failed', reason: describeError(thrown) });
    }
  };
  return (
    <Stack gap="md">
      <Text size="sm">{words.aZipWithTheModel}</Text>
      <Radio.Group label={words.format} value={format} onChange={setFormat}>
        <Stack gap="xs" mt="xs">
          {EXPORT_FORMATS.map((each) => (
            <Radio
              key={each}
              value={each}
              label={WORDS[each].title}
              description={WORDS[each].use}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Checkbox
        label={words.halfPrecision}
        description={words.halfTheSize}
        checked={half}
        onChange={(event) => setHalf(event.currentTarget.checked)}
      />
      {progress.state === 'failed' && (
        <Text role="alert" size="sm" c="var(--state-red)">
          {progress.reason}
        </Text>
      )}
      <Button loading={progress.state === 'writing'} onClick={() => void write()}>
        {words.downloadVersion(version)}
      </Button>
    </Stack>
  );
}
