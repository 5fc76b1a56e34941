import {
  sendUpload,
  type DatasetView,
  type SendProgress,
  type UploadPreview,
} from '@graft/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import * as words from '#words/data';
import { describeError, useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { formatBytes, formatDuration } from '../frame/format';

export type ImportState =
  | { step: 'idle' }
  | { step: 'sending' | 'importing'; fraction: number; text: string }
  | { step: 'choosing'; preview: UploadPreview }
  | { step: 'done'; dataset: DatasetView }
  | { step: 'failed'; reason: string };

export type Columns = NonNullable<UploadPreview['suggested']>;

interface Pending {
  name: string;
  file: Blob;
  format: 'zip' | 'csv' | 'jsonl';
  uploadId: string | null;
}

const ASK_EVERY = 1000;

/** Sends a file, lets columns be chosen, imports. After a failure `start` goes on with what arrived. */
export function useImport(onWhole: (dataset: DatasetView) => void) {
  const client = useClient();
  const queries = useQueryClient();
  const [state, setState] = useState<ImportState>({ step: 'idle' });
  const pending = useRef<Pending | null>(null);

  const fail = (thrown: unknown) => setState({ step: 'failed', reason: describeError(thrown) });

  const start = async (name: string, file: Blob, fileName: string) => {
    const before = pending.current;
    const resume = before !== null && before.file === file ? before.uploadId : null;
    const current: Pending = { name, file, format: formatOf(fileName), uploadId: resume };
    pending.current = current;
    const onProgress = (progress: SendProgress) =>
      setState({ step: 'sending', fraction: progress.sent / progress.bytes, text: say(progress) });
    onProgress({ sent: 0, bytes: Math.max(1, file.size), secondsLeft: null });
    try {
      const signal = new AbortController().signal;
      current.uploadId = await sendUpload(client, file, { signal, onProgress, resume });
      if (current.format === 'zip') return await makeDataset(current);
      const params = { uploadId: current.uploadId };
      const preview = await client.previewUpload({ params, query: { format: current.format } });
      setState({ step: 'choosing', preview });
    } catch (thrown) {
      fail(thrown);
    }
  };

  const makeDataset = async ({ name, format, uploadId }: Pending, columns?: Columns) => {
    if (uploadId === null) return;
    setState({ step: 'importing', fraction: 0, text: words.reading });
    const watching = setInterval(() => void watch(uploadId), ASK_EVERY);
    const begun = Date.now();
    const watch = async (id: string) => {
      const known = await client.getUpload({ params: { uploadId: id } }).catch(() => null);
      if (!known?.importing) return;
      const { done, total } = known.importing;
      const left = ((Date.now() - begun) / 1000 / Math.max(1, done)) * (total - done);
      const text = words.ofPictures(done, total, formatDuration(left));
      setState((now) =>
        now.step === 'importing' ? { step: 'importing', fraction: done / total, text } : now,
      );
    };
    try {
      const body = { name, format, ...(columns ? { columns } : {}) };
      const dataset = await client.importUpload({ params: { uploadId }, body });
      pending.current = null;
      void queries.invalidateQueries({ queryKey: queryKeys.datasets });
      void queries.invalidateQueries({ queryKey: queryKeys.catalog });
      setState({ step: 'done', dataset });
      if (dataset.rejected.length === 0) onWhole(dataset);
    } catch (thrown) {
      fail(thrown);
    } finally {
      clearInterval(watching);
    }
  };

  const choose = async (columns: Columns) => {
    if (pending.current !== null) await makeDataset(pending.current, columns);
  };
  return { state, start, choose, fail, reset: () => setState({ step: 'idle' }) };
}

function formatOf(name: string): Pending['format'] {
  if (/\.(csv|tsv|txt)$/i.test(name)) return 'csv';
  return /\.(jsonl|ndjson)$/i.test(name) ? 'jsonl' : 'zip';
}

function say({ sent, bytes, secondsLeft }: SendProgress): string {
  const left = secondsLeft === null ? '' : words.timeLeft(formatDuration(secondsLeft));
  return words.sizeOfSize2SentLeft(formatBytes(sent), formatBytes(bytes), left);
}
