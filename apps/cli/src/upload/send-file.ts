import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sendUpload, type Client, type SendProgress } from '@graft/contracts';
import type { Terminal } from '../terminal';
import { isFolder } from './open-upload';
import { zipFolder } from './zip-folder';

/**
 * Sends a file in pieces: a connection that breaks costs no more than one of them.
 * @returns the id of the upload
 */
export async function sendFile(
  client: Client,
  file: FileHandle,
  terminal: Terminal,
): Promise<string> {
  const { size } = await file.stat();
  const slice = async (from: number, to: number): Promise<Blob> => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(to - from), 0, to - from, from);
    return new Blob([buffer.subarray(0, bytesRead)]);
  };
  return sendUpload(
    client,
    { size, slice },
    {
      signal: new AbortController().signal,
      onProgress: showProgress(terminal),
    },
  );
}

/** One line that changes for a person who watches, and none for a log. */
function showProgress(terminal: Terminal): (progress: SendProgress) => void {
  return ({ sent, bytes, secondsLeft }) => {
    if (!terminal.watched) return;
    const left = secondsLeft === null ? '' : `, ${String(Math.ceil(secondsLeft))} s left`;
    const done = sent === bytes ? '\n' : '';
    terminal.err(`\rsent ${String(Math.floor((100 * sent) / bytes))} %${left}   ${done}`);
  };
}

/** Opens a file, or a folder as a zip that is gone afterwards. */
export async function withFile<Result>(
  path: string,
  use: (file: FileHandle) => Promise<Result>,
): Promise<Result> {
  if (!(await isFolder(path))) return closing(await open(path), use);
  const scratch = await mkdtemp(join(tmpdir(), 'graft-upload-'));
  try {
    const zip = join(scratch, 'folder.zip');
    await pipeline(zipFolder(path), createWriteStream(zip));
    return await closing(await open(zip), use);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function closing<Result>(
  file: FileHandle,
  use: (file: FileHandle) => Promise<Result>,
): Promise<Result> {
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}
