import '@mantine/dropzone/styles.layer.css';
import {
  Button,
  Group,
  Modal,
  NumberInput,
  Progress,
  Select,
  Text,
  TextInput,
} from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { sendUpload, type BaseSummary } from '@graft/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Boxes } from 'lucide-react';
import { useState } from 'react';
import * as words from '#words/models';
import { useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { zipFiles } from '../data/zip-files';
import { Failure } from '../frame/failure';
import '../frame/mantine-forms.css';
import '../frame/dropzone.css';

/** How common models want their pixels. */
const RANGES = {
  'zero-one': { mean: 0, scale: 255 },
  'around-zero': { mean: 127.5, scale: 127.5 },
  bytes: { mean: 0, scale: 1 },
  imagenet: {
    ...{ mean: 0, scale: 255 },
    ...{ channelMean: [0.485, 0.456, 0.406], channelDeviation: [0.229, 0.224, 0.225] },
  },
  caffe: { mean: 0, scale: 1, channelMean: [123.68, 116.779, 103.939] },
};
type Range = keyof typeof RANGES;

const RANGE_TITLES: Readonly<Record<Range, string>> = {
  'zero-one': words.zeroToOne,
  'around-zero': words.minusOneToOne,
  bytes: words.zeroTo255,
  imagenet: words.imagenetMeans,
  caffe: words.caffeMeans,
};

const COLOURS = [
  { value: 'rgb', label: words.redGreenBlue },
  { value: 'bgr', label: words.blueGreenRed },
];

interface BaseDialogProps {
  opened: boolean;
  onClose: () => void;
}

/** Brings a model that was made elsewhere, to be used as a base. */
export function BaseDialog({ opened, onClose }: BaseDialogProps) {
  const [files, setFiles] = useState<File[]>([]);
  const [name, setName] = useState('');
  const [range, setRange] = useState<Range>('zero-one');
  const [size, setSize] = useState<number | null>(null);
  const [licence, setLicence] = useState('');
  const [colours, setColours] = useState<'rgb' | 'bgr'>('rgb');
  const [output, setOutput] = useState('');
  const isOnnx = files.some((file) => file.name.toLowerCase().endsWith('.onnx'));
  const { bring, sent } = useBringBase();
  const take = (dropped: File[]) => {
    bring.reset();
    setFiles(dropped);
    const [first] = dropped;
    if (name === '' && first) setName(first.name.replace(/\.(zip|h5|keras|json|onnx)$/i, ''));
  };
  const body = {
    ...{ name: name.trim(), size, ...RANGES[range] },
    licence: licence.trim() === '' ? 'unknown' : licence.trim(),
    colours,
    ...(isOnnx ? { output: output.trim() || null } : {}),
  };
  return (
    <Modal opened={opened} onClose={onClose} title={words.bringABaseModel} size="lg">
      <Dropzone className="dropzone" onDrop={take} inputProps={{ 'aria-label': words.modelFiles }}>
        <Boxes size={28} aria-hidden />
        <Text fw={600}>
          {files.length === 0 ? words.dropTheFilesHere : files.map((each) => each.name).join(', ')}
        </Text>
        <Text size="sm" c="dimmed">
          {words.modelJsonWithItsWeightFiles}
        </Text>
      </Dropzone>
      <TextInput
        mt="md"
        label={words.name}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Group mt="sm" grow align="end">
        <Select
          label={words.itWantsPixelsFrom}
          allowDeselect={false}
          data={Object.entries(RANGE_TITLES).map(([value, label]) => ({ value, label }))}
          value={range}
          onChange={(value) => value !== null && setRange(value as Range)}
        />
        <NumberInput
          label={words.pictureSize}
          description={words.onlyIfTheModelLeavesIt}
          min={16}
          max={1024}
          value={size ?? ''}
          onChange={(value) => setSize(typeof value === 'number' ? value : null)}
        />
        <TextInput
          label={words.licence}
          placeholder={words.exampleLicence}
          value={licence}
          onChange={(event) => setLicence(event.currentTarget.value)}
        />
      </Group>
      <Select
        mt="sm"
        label={words.orderOfColours}
        allowDeselect={false}
        data={COLOURS}
        value={colours}
        onChange={(value) => setColours(value === 'bgr' ? 'bgr' : 'rgb')}
      />
      {isOnnx && (
        <TextInput
          mt="sm"
          label={words.outputOfTheModel}
          description={words.whichTensorGivesFeatures}
          value={output}
          onChange={(event) => setOutput(event.currentTarget.value)}
        />
      )}
      {bring.isPending && <Progress mt="md" value={100 * sent} aria-label={words.sending} />}
      <Failure error={bring.error} mt="sm" />
      {bring.data !== undefined && <Brought base={bring.data} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {words.close}
        </Button>
        <Button
          disabled={files.length === 0 || body.name === '' || bring.data !== undefined}
          loading={bring.isPending}
          onClick={() => bring.mutate({ files, body })}
        >
          {words.checkAndKeepIt}
        </Button>
      </Group>
    </Modal>
  );
}

function Brought({ base }: { base: BaseSummary }) {
  return (
    <Text mt="sm" size="sm" role="status">
      {words.readsAndHasLayers(base.name, base.input, base.layers)}
    </Text>
  );
}

interface Bringing {
  files: readonly File[];
  body: Parameters<ReturnType<typeof useClient>['importBase']>[0]['body'];
}

function useBringBase() {
  const client = useClient();
  const queries = useQueryClient();
  const [sent, setSent] = useState(0);
  const bring = useMutation({
    mutationFn: async ({ files, body }: Bringing) => {
      const [only] = files;
      const file = files.length === 1 && only ? only : await zipFiles(files, (each) => each.name);
      const uploadId = await sendUpload(client, file, {
        signal: new AbortController().signal,
        onProgress: (progress) => setSent(progress.sent / progress.bytes),
      });
      return client.importBase({ params: { uploadId }, body });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.catalog }),
  });
  return { bring, sent };
}
