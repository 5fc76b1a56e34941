import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, type RunEvent } from '@graft/contracts';
import { afterEach, describe, expect, it } from '@jest/globals';
import { CommandError } from '../exit';
import { followRun } from './follow-run';

const RUN = '01890000-0000-7000-8000-000000000000';
let server: Server | null = null;

afterEach(async () => {
  const open = server;
  server = null;
  open?.closeAllConnections();
  if (open) await new Promise((resolve) => open.close(resolve));
});

function makeEvents(count: number): RunEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const place = { runId: RUN, seq: index + 1, at: '2026-01-01T00:00:00.000Z' };
    return index + 1 === count
      ? { ...place, type: 'run-state', state: 'succeeded', error: null }
      : { ...place, type: 'note', stepId: null, level: 'info', code: 'x', message: `${index}` };
  });
}

/** Serves the events after Last-Event-ID, but hangs up after `each` of them, in the midst of a line. */
async function serve(events: readonly RunEvent[], each: number) {
  const asked: string[] = [];
  server = createServer((request, response) => {
    const last = request.headers['last-event-id'];
    asked.push(typeof last === 'string' ? last : '');
    const after = Number((typeof last === 'string' ? last : '').split(':')[1] ?? 0);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of events.slice(after, after + each)) {
      response.write(
        `event: events\nid: ${RUN}:${event.seq}\ndata: ${JSON.stringify([event])}\n\n`,
      );
    }
    response.write(': alive\n\nevent: events\nid: bro', () => response.destroy());
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { asked, client: createClient({ baseUrl: `http://127.0.0.1:${port}`, token: 'x' }) };
}

describe('following a run', () => {
  it('comes back from the last event until the run has ended, seeing each event once', async () => {
    const events = makeEvents(7);
    const { client, asked } = await serve(events, 2);
    const seen: number[] = [];
    let lost = 0;
    await followRun(client, RUN, {
      onEvent: ({ seq }) => seen.push(seq),
      onLost: () => (lost += 1),
    });
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(asked).toEqual(['', `${RUN}:2`, `${RUN}:4`, `${RUN}:6`]);
    expect(lost).toBe(3);
  });

  it('gives up when nobody answers for too long, and says what to do', async () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:1', token: 'x' });
    const following = followRun(client, RUN, { onEvent: () => undefined, patienceMs: 300 });
    await expect(following).rejects.toThrow(CommandError);
  });
});
