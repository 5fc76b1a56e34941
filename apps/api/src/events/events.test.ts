import { streamBatchSchema, type RunEvent } from '@graft/contracts';
import { openDatabase, type Database } from '@graft/db';
import { PLAN_FORMAT, type Plan } from '@graft/plan';
import { startServices, until } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApi, type TestApi } from '../platform/api.fixture';

// 1,000 in the nightly run: GRAFT_SSE_CUTS=1000 npm test -- apps/api/src/events
const CUTS = Number(process.env['GRAFT_SSE_CUTS'] ?? 150);

let test: TestApi;
let database: Database;
let workspaceId: string;

beforeAll(async () => {
  test = await startTestApi(startServices(['postgres']));
  database = openDatabase(test.env['DATABASE_URL'] ?? '');
  ({ workspaceId } = await database.workspaces.ensure('local', 'local'));
});
afterAll(async () => {
  await database.close();
  await test.stop();
});

const plan: Plan = { format: PLAN_FORMAT, interpreter: 1, steps: [], models: {} };

async function makeRun(): Promise<string> {
  const { runId } = await database.runs.create({
    workspaceId,
    version: { pipelineId: null, graph: { nodes: [] } },
    ...{ plan, planDigest: 'x', nodeSteps: {}, overrides: {} },
  });
  return runId;
}

const note = (message: string) =>
  ({ type: 'note', stepId: null, level: 'info', code: 'test', message }) as const;

interface Reading {
  /** Names of the messages that came, `events` with how many. */
  names: string[];
  events: RunEvent[];
  last: string | null;
  close(): Promise<void>;
}

/** Opens a stream and collects what comes until it is closed. */
async function read(query: string, last: string | null): Promise<Reading> {
  const control = new AbortController();
  const headers: Record<string, string> = last === null ? {} : { 'last-event-id': last };
  const response = await test.ask(`/api/v1/events${query}`, { headers, signal: control.signal });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reading: Reading = { names: [], events: [], last, close: () => Promise.resolve() };
  const done = collect(response, reading).catch((error: unknown) => {
    if (!control.signal.aborted) throw error;
  });
  reading.close = async () => {
    control.abort();
    await done;
  };
  return reading;
}

async function collect(response: Response, reading: Reading): Promise<void> {
  const decoder = new TextDecoder();
  let held = '';
  for await (const chunk of response.body ?? []) {
    held += decoder.decode(chunk as Uint8Array, { stream: true });
    const frames = held.split('\n\n');
    held = frames.pop() ?? '';
    for (const frame of frames) take(frame, reading);
  }
}

function take(frame: string, reading: Reading): void {
  const fields = new Map(
    frame.split('\n').map((line) => [line.split(': ', 1)[0], line.replace(/^\w+: /, '')]),
  );
  const name = fields.get('event');
  if (name === undefined) return;
  reading.names.push(name);
  if (name === 'events') {
    reading.events.push(...streamBatchSchema.parse(JSON.parse(fields.get('data') ?? '[]')));
  }
  reading.last = fields.get('id') ?? reading.last;
}

describe('the events of one run', () => {
  it('come from the first one on, then as they happen', async () => {
    const runId = await makeRun();
    await database.events.append(workspaceId, runId, [note('a'), note('b')]);
    const stream = await read(`?run=${runId}`, null);
    await until('the past is there', () => stream.events.length === 3);
    await database.events.append(workspaceId, runId, [note('c')]);
    await until('the present is there', () => stream.events.length === 4);
    await stream.close();
    expect(stream.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(stream.last).toBe(`${runId}:4`);
  });

  it('of another workspace are not there', async () => {
    const foreign = await database.workspaces.ensure('other', 'other');
    const { runId } = await database.runs.create({
      workspaceId: foreign.workspaceId,
      version: { pipelineId: null, graph: {} },
      ...{ plan, planDigest: 'x', nodeSteps: {}, overrides: {} },
    });
    const reply = await test.ask(`/api/v1/events?run=${runId}`);
    expect(reply.status).toBe(404);
    const all = await read('', null);
    await until('it is ready', () => all.names.includes('ready'));
    await database.events.append(foreign.workspaceId, runId, [note('secret')]);
    const own = await makeRun();
    await until('own events come', () => all.events.some((event) => event.runId === own));
    await all.close();
    expect(JSON.stringify(all.events)).not.toContain('secret');
  });

  it('are refused for an id that is none of theirs', async () => {
    const runId = await makeRun();
    const headers = { 'last-event-id': 'nonsense' };
    expect((await test.ask(`/api/v1/events?run=${runId}`, { headers })).status).toBe(400);
    expect((await test.ask('/api/v1/events', { headers })).status).toBe(400);
  });
});

describe('the events of all runs', () => {
  it(`come without gap or duplicate over ${CUTS} forced disconnects`, async () => {
    const runs = await Promise.all([makeRun(), makeRun(), makeRun()]);
    const seen = new Map<string, number[]>(runs.map((runId) => [runId, []]));
    let last: string | null = null;
    const readUntil = async (holds: (stream: Reading) => boolean): Promise<void> => {
      const stream = await read('', last);
      await until('enough has come', () => holds(stream));
      await stream.close();
      for (const { runId, seq } of stream.events) seen.get(runId)?.push(seq);
      last = stream.last;
    };
    await readUntil(({ names }) => names.includes('ready'));
    const written = new Map<string, number>();
    for (let cut = 0; cut < CUTS; cut += 1) {
      const runId = runs[cut % runs.length] ?? '';
      written.set(runId, (written.get(runId) ?? 0) + 2);
      const writing = [note(`${cut}`), note(`${cut} again`)].map((each) =>
        database.events.append(workspaceId, runId, [each]),
      );
      // Cut at once, after the greeting, or after something that happened: each hits another moment.
      await readUntil(({ names }) => names.length >= cut % 3);
      await Promise.all(writing);
    }
    const total = () => [...seen.values()].reduce((sum, { length }) => sum + length, 0);
    await readUntil(({ events }) => total() + events.length >= 2 * CUTS);
    for (const runId of runs) {
      const length = written.get(runId) ?? 0;
      expect(seen.get(runId)).toEqual(Array.from({ length }, (_, index) => index + 2));
    }
  }, 600_000);

  it('begin anew when too much was missed', async () => {
    const runId = await makeRun();
    const before = await read('', null);
    await until('it is ready', () => before.names.includes('ready'));
    await before.close();
    for (let round = 0; round < 11; round += 1) {
      const many = Array.from({ length: 500 }, (_, index) => note(`${round} ${index}`));
      await database.events.append(workspaceId, runId, many);
    }
    const stream = await read('', before.last);
    await until('it answers', () => stream.names.length > 0);
    expect(stream.names).toEqual(['reset']);
    await database.events.append(workspaceId, runId, [note('after')]);
    await until('it goes on', () => stream.events.length > 0);
    await stream.close();
    expect(stream.events.map(({ seq }) => seq)).toEqual([5502]);
  });
});
