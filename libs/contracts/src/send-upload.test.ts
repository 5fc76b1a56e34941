import { describe, expect, it } from '@jest/globals';
import { ApiProblem } from './api-problem';
import type { Client } from './client';
import { sendUpload, type SendProgress } from './send-upload';
import type { UploadView } from './uploads';

/** A server that keeps bytes and fails as told: before it stores a piece, or after half of it. */
function serverThat(failures: ('before' | 'half' | 'refuse')[] = []) {
  let stored = '';
  let bytes = 0;
  let imported = false;
  const view = (): UploadView => ({
    ...{ uploadId: 'u', bytes, received: stored.length, importing: null, imported },
  });
  const client = {
    startUpload: ({ body }: { body: { bytes: number } }) => {
      bytes = body.bytes;
      [stored, imported] = ['', false];
      return Promise.resolve(view());
    },
    getUpload: () => Promise.resolve(view()),
    sendPiece: async ({ body, query }: { body: Blob; query: { offset: number } }) => {
      expect(query.offset).toBe(stored.length);
      const text = await body.text();
      const failure = failures.shift();
      if (failure === 'refuse') {
        const problem = { type: '', title: '', status: 413, detail: 'too long', code: 'x' };
        throw new ApiProblem(problem);
      }
      if (failure === 'half') stored += text.slice(0, 1);
      if (failure) throw new TypeError('fetch failed');
      stored += text;
      return view();
    },
  };
  const importAll = () => (imported = true);
  return { client: client as unknown as Client, stored: () => stored, importAll };
}

function send(
  server: ReturnType<typeof serverThat>,
  progress: SendProgress[] = [],
  resume: string | null = null,
) {
  let time = 0;
  return sendUpload(server.client, new Blob(['abcdefgh']), {
    resume,
    ...{ signal: new AbortController().signal, pieceBytes: 3, wait: () => Promise.resolve() },
    onProgress: (each) => progress.push(each),
    now: () => (time += 1500),
  });
}

describe('sending a file in pieces', () => {
  it('sends every byte once and says how long it will take', async () => {
    const server = serverThat();
    const progress: SendProgress[] = [];
    await send(server, progress);
    expect(server.stored()).toBe('abcdefgh');
    expect(progress.map(({ sent }) => sent)).toEqual([3, 6, 8]);
    expect(progress[0]?.secondsLeft).toBeCloseTo(2.5);
    expect(progress.at(-1)?.secondsLeft).toBe(0);
  });

  it('goes on with an upload that is there, and begins anew after one that was imported', async () => {
    const server = serverThat();
    const uploadId = await send(server);
    const told: SendProgress[] = [];
    await send(server, told, uploadId);
    expect(told).toEqual([]);
    server.importAll();
    await send(server, told, uploadId);
    expect(told.map(({ sent }) => sent)).toEqual([3, 6, 8]);
  });

  it('goes on where the server is after the connection broke', async () => {
    const server = serverThat(['before', 'half', 'before', 'before']);
    await send(server);
    expect(server.stored()).toBe('abcdefgh');
  });

  it('gives up at once when it is refused', async () => {
    const server = serverThat(['refuse']);
    await expect(send(server)).rejects.toThrow('too long');
    expect(server.stored()).toBe('');
  });
});
