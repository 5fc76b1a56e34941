import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { Readable } from 'node:stream';
import { ReadableStream as WebStream } from 'node:stream/web';
import type { UploadBytes } from '@graft/contracts';
import { UsageError } from '../exit';
import { zipFolder } from './zip-folder';

export interface Upload {
  readonly body: UploadBytes;
  readonly contentType: string;
  /** Name without folders. */
  readonly name: string;
}

const TYPES = new Map([
  ['.zip', 'application/zip'],
  ['.csv', 'text/csv'],
  ['.tsv', 'text/csv'],
  ['.jsonl', 'application/x-ndjson'],
  ['.png', 'image/png'],
  ['.jpg', 'image/jpeg'],
  ['.jpeg', 'image/jpeg'],
  ['.webp', 'image/webp'],
  ['.gif', 'image/gif'],
  ['.txt', 'text/plain'],
]);

/**
 * A file as it is, or a folder as a zip. What has a strange name is sent as a picture: the server
 * looks at the content anyway.
 * @throws UsageError when there is nothing at `path`
 */
export async function openUpload(path: string): Promise<Upload> {
  const contentType = await findContentType(path);
  const content = (await isFolder(path)) ? Readable.from(zipFolder(path)) : createReadStream(path);
  return { body: toWeb(content), contentType, name: basename(path) };
}

/** What is sent of a path. @throws UsageError when there is nothing */
export async function findContentType(path: string): Promise<string> {
  if (await isFolder(path)) return 'application/zip';
  return TYPES.get(extname(path).toLowerCase()) ?? 'image/png';
}

/** @throws UsageError when there is nothing at `path` */
export async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (found) return found.isDirectory();
  throw new UsageError(`There is nothing at ${path}: give the path of a file or folder.`);
}

/** Texts that were given on the command line, one a line. */
export function openTexts(texts: readonly string[]): Upload {
  const lines = texts.map((text) => text.replaceAll(/[\r\n]+/g, ' ')).join('\n');
  const body = toWeb(Readable.from([new TextEncoder().encode(lines)]));
  return { body, contentType: 'text/plain', name: 'text' };
}

function toWeb(stream: Readable): UploadBytes {
  const reader = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  return new WebStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => void stream.destroy(),
  });
}
