import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UPLOAD_PIECE_LIMIT, type Client, type UploadView } from '@graft/contracts';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { recordTerminal } from '../terminal.fixture';
import { sendFile, withFile } from './send-file';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-send-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A server that keeps what it gets; the connection breaks once after the first half of the second piece. */
function server() {
  const pieces: Buffer[] = [];
  let bytes = 0;
  let calls = 0;
  const stored = () => Buffer.concat(pieces);
  const view = (): UploadView => ({
    ...{ uploadId: 'u', bytes, received: stored().length, importing: null, imported: false },
  });
  const client = {
    startUpload: ({ body }: { body: { bytes: number } }) => {
      bytes = body.bytes;
      return Promise.resolve(view());
    },
    getUpload: () => Promise.resolve(view()),
    sendPiece: async ({ body, query }: { body: Blob; query: { offset: number } }) => {
      expect(query.offset).toBe(stored().length);
      calls += 1;
      const piece = Buffer.from(await body.arrayBuffer());
      expect(piece.length).toBeLessThanOrEqual(UPLOAD_PIECE_LIMIT);
      pieces.push(calls === 2 ? piece.subarray(0, piece.length / 2) : piece);
      if (calls === 2) throw new TypeError('fetch failed');
      return view();
    },
  };
  return { client: client as unknown as Client, stored, calls: () => calls };
}

describe('sending a file', () => {
  it('goes on where a broken connection has left it, and sends every byte once', async () => {
    const content = Buffer.alloc(UPLOAD_PIECE_LIMIT, 0);
    for (let at = 0; at < content.length; at += 1000) content.writeUInt32LE(at, at & ~3);
    const path = join(folder, 'birds.zip');
    await writeFile(path, content);
    const { client, stored, calls } = server();
    const terminal = { ...recordTerminal(), watched: true };
    const send = () => withFile(path, (file) => sendFile(client, file, terminal));
    expect(await send()).toBe('u');
    expect(calls()).toBeGreaterThan(3);
    expect(stored().equals(content)).toBe(true);
    expect(terminal.said.err).toMatch(/sent 100 %.*\n$/);
  });

  it('sends a folder as a zip and leaves nothing behind', async () => {
    await mkdir(join(folder, 'birds', 'owl'), { recursive: true });
    await writeFile(join(folder, 'birds', 'owl', '1.png'), 'not looked at here');
    const before = await readdir(tmpdir());
    const { client, stored } = server();
    const terminal = recordTerminal();
    await withFile(join(folder, 'birds'), (file) => sendFile(client, file, terminal));
    expect(stored().subarray(0, 2).toString()).toBe('PK');
    expect(stored().toString('latin1')).toContain('owl/1.png');
    const left = (await readdir(tmpdir())).filter((name) => !before.includes(name));
    expect(left.filter((name) => name.startsWith('graft-upload-'))).toEqual([]);
    expect(terminal.said.err).toBe('');
  });
});
