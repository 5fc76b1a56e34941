import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UserError } from '@graft/errors';
import { z } from 'zod';

const noteSchema = z.strictObject({ workspaceId: z.string(), bytes: z.int() });
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** An upload that nothing was added to for so long is given up. */
const KEPT_MILLISECONDS = 24 * 3600 * 1000;
/** Uploads that may be open: of one workspace, so that none keeps the others out, and of all. */
const MOST_OPEN = { workspace: 20, all: 500 };

export interface StoredUpload {
  readonly uploadId: string;
  readonly bytes: number;
  readonly received: number;
  /** The bytes so far. */
  readonly path: string;
}

/**
 * Uploads in pieces: a file and a note of its size each. What has been received is the size of the
 * file, so an upload goes on where it was after a broken connection and after a restart.
 */
export class UploadStore {
  readonly #busy = new Set<string>();

  constructor(private readonly folder: string) {}

  /** @throws UserError 429 `upload.too_many` */
  async start(workspaceId: string, bytes: number): Promise<StoredUpload> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await this.removeStale();
    const owners = await this.#listOwners();
    const own = owners.filter((owner) => owner === workspaceId).length;
    if (own >= MOST_OPEN.workspace || owners.length >= MOST_OPEN.all) throw tooMany(own);
    const uploadId = randomUUID();
    await writeFile(this.#path(uploadId), '', { flag: 'wx', mode: 0o600 });
    await writeFile(this.#note(uploadId), JSON.stringify({ workspaceId, bytes }), { mode: 0o600 });
    return { uploadId, bytes, received: 0, path: this.#path(uploadId) };
  }

  /** @throws UserError 404 `upload.unknown` */
  async find(workspaceId: string, uploadId: string): Promise<StoredUpload> {
    const note = UUID.test(uploadId)
      ? await readFile(this.#note(uploadId), 'utf8').catch(() => null)
      : null;
    const parsed = note === null ? null : noteSchema.parse(JSON.parse(note));
    if (parsed?.workspaceId !== workspaceId) throw unknownUpload();
    const { size } = await stat(this.#path(uploadId));
    return { uploadId, bytes: parsed.bytes, received: size, path: this.#path(uploadId) };
  }

  /**
   * Adds a piece. Of one that breaks off, what has arrived stays.
   * @throws UserError 404 `upload.unknown`, 409 `upload.offset` or `upload.busy`, 413 `upload.too_long`
   */
  async add(
    workspaceId: string,
    uploadId: string,
    offset: number,
    piece: AsyncIterable<Uint8Array>,
  ): Promise<StoredUpload> {
    return this.hold(workspaceId, uploadId, async ({ bytes, received, path }) => {
      if (offset !== received) throw wrongOffset(received);
      const limited = limit(piece, bytes - received);
      await pipeline(limited, createWriteStream(path, { flags: 'r+', start: offset }));
      return this.find(workspaceId, uploadId);
    });
  }

  /** The first bytes, at most `length`. */
  async readStart({ path }: StoredUpload, length: number): Promise<Uint8Array> {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  /** Keeps others from the upload meanwhile. @throws UserError 404 `upload.unknown`, 409 `upload.busy` */
  async hold<Result>(
    workspaceId: string,
    uploadId: string,
    use: (upload: StoredUpload) => Promise<Result>,
  ): Promise<Result> {
    // Others learn nothing of it, and keep nobody from it.
    await this.find(workspaceId, uploadId);
    if (this.#busy.has(uploadId)) {
      throw new UserError({
        status: 409,
        code: 'upload.busy',
        message: 'Another request is at this upload: ask how far it is, then go on from there.',
      });
    }
    this.#busy.add(uploadId);
    try {
      return await use(await this.find(workspaceId, uploadId));
    } finally {
      this.#busy.delete(uploadId);
    }
  }

  async remove(workspaceId: string, uploadId: string): Promise<void> {
    await this.find(workspaceId, uploadId);
    await this.#forget(uploadId);
  }

  /** Removes uploads that have been left alone for a day. */
  async removeStale(now = Date.now()): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names) {
      const [uploadId = ''] = name.split('.');
      const found = await stat(join(this.folder, name)).catch(() => null);
      const idle = found === null || now - found.mtimeMs > KEPT_MILLISECONDS;
      const part = await stat(this.#path(uploadId)).catch(() => null);
      const partIdle = part === null || now - part.mtimeMs > KEPT_MILLISECONDS;
      if (idle && partIdle && !this.#busy.has(uploadId)) await this.#forget(uploadId);
    }
  }

  /** The workspace of each open upload. */
  async #listOwners(): Promise<string[]> {
    const names = (await readdir(this.folder)).filter((name) => name.endsWith('.json'));
    const notes = names.map((name) =>
      readFile(join(this.folder, name), 'utf8').then(
        (text) => [noteSchema.parse(JSON.parse(text)).workspaceId],
        () => [],
      ),
    );
    return (await Promise.all(notes)).flat();
  }

  async #forget(uploadId: string): Promise<void> {
    await rm(this.#note(uploadId), { force: true });
    await rm(this.#path(uploadId), { force: true });
  }

  #path(uploadId: string): string {
    return join(this.folder, `${uploadId}.part`);
  }

  #note(uploadId: string): string {
    return join(this.folder, `${uploadId}.json`);
  }
}

async function* limit(piece: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of piece) {
    size += chunk.length;
    if (size > most) {
      throw new UserError({
        status: 413,
        code: 'upload.too_long',
        message: 'The upload is longer than it said when it began: begin a new one.',
      });
    }
    yield chunk;
  }
}

function tooMany(own: number): UserError {
  return new UserError({
    status: 429,
    code: 'upload.too_many',
    message:
      own >= MOST_OPEN.workspace
        ? `${String(own)} uploads of this workspace are open already: finish or discard one of them.`
        : 'More uploads are open than this machine keeps: try again when others have finished.',
  });
}

function wrongOffset(received: number): UserError {
  return new UserError({
    status: 409,
    code: 'upload.offset',
    message: `The next piece of this upload begins at byte ${String(received)}.`,
    details: { received },
  });
}

function unknownUpload(): UserError {
  return new UserError({
    status: 404,
    code: 'upload.unknown',
    message: 'There is no such upload (they are kept for a day): begin a new one.',
  });
}
