import { ApiProblem } from './api-problem';
import type { Client } from './client';
import { UPLOAD_PIECE_LIMIT, type UploadView } from './uploads';

/** What is sent: a Blob, or a file that is read piece by piece. */
export interface UploadSource {
  readonly size: number;
  slice(from: number, to: number): Blob | Promise<Blob>;
}

/** How far sending is. */
export interface SendProgress {
  readonly sent: number;
  readonly bytes: number;
  /** Null until a rate is known. */
  readonly secondsLeft: number | null;
}

export interface UploadOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SendProgress) => void;
  /** Goes on with this one when it is there. */
  readonly resume?: string | null;
  readonly pieceBytes?: number;
  readonly now?: () => number;
  /** Waits before it tries again; milliseconds. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

const MOST_TRIES = 8;

/**
 * Sends a file in pieces. A piece that fails is asked about and sent again, with growing pauses, so a
 * connection that breaks costs no more than one piece.
 * @throws ApiProblem for a refusal; the last error when nobody answers for long
 */
export async function sendUpload(
  client: Client,
  file: UploadSource,
  options: UploadOptions,
): Promise<string> {
  const { signal, onProgress, pieceBytes = UPLOAD_PIECE_LIMIT / 4, now = Date.now } = options;
  let at = await begin(client, file, options);
  const [begun, first] = [now(), at.received];
  while (at.received < file.size) {
    const piece = await file.slice(at.received, at.received + pieceBytes);
    at = await sendPiece(client, at, piece, options);
    signal.throwIfAborted();
    const seconds = (now() - begun) / 1000;
    const rate = (at.received - first) / Math.max(seconds, 0.001);
    const secondsLeft = seconds > 1 && rate > 0 ? (file.size - at.received) / rate : null;
    onProgress({ sent: at.received, bytes: file.size, secondsLeft });
  }
  return at.uploadId;
}

async function begin(
  client: Client,
  file: UploadSource,
  { resume }: UploadOptions,
): Promise<UploadView> {
  if (resume) {
    const known = await client.getUpload({ params: { uploadId: resume } }).catch(() => null);
    if (known?.bytes === file.size && !known.imported) return known;
  }
  return client.startUpload({ body: { bytes: file.size } });
}

async function sendPiece(
  client: Client,
  { uploadId, received }: UploadView,
  piece: Blob,
  { signal, wait = pause }: UploadOptions,
): Promise<UploadView> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await client.sendPiece({
        ...{ params: { uploadId }, query: { offset: received }, body: piece, signal },
        contentType: 'application/octet-stream',
      });
    } catch (error) {
      if (signal.aborted || tried === MOST_TRIES || isFinal(error)) throw error;
      await wait(250 * 2 ** tried);
      const known = await client.getUpload({ params: { uploadId } }).catch(() => null);
      // Some or all of the piece may have arrived before the connection broke.
      if (known && known.received !== received) return known;
    }
  }
}

function isFinal(error: unknown): boolean {
  return (
    error instanceof ApiProblem &&
    ![408, 409, 429, 500, 502, 503, 504].includes(error.problem.status)
  );
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
