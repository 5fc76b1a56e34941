import { Agent, request, type IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** What a group of users saw. */
export interface LoadRecord {
  /** Milliseconds of each answer that was not a refusal for overload. */
  good: number[];
  /** Milliseconds of each 429 or 503. */
  refused: number[];
  failed: number;
  /** How often each reason made a request fail: a status, or the code of a broken connection. */
  reasons: Record<string, number>;
}

export interface Answer {
  status: number;
  body: string;
}

/** Keeps connections open, as browsers do. */
export class LoadClient {
  readonly #agent: Agent;
  readonly #port: number;

  constructor(address: string, connections: number) {
    this.#port = Number(new URL(address).port);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  send(token: string, method: string, path: string, body?: unknown): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${token}`,
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const target = { host: '127.0.0.1', port: this.#port, path: `/api/v1${path}` };
    return new Promise((resolve, reject) => {
      const sent = request({ ...target, method, headers, agent: this.#agent }, (reply) => {
        let read = '';
        reply.setEncoding('utf8');
        reply.on('data', (chunk: string) => (read += chunk));
        reply.on('end', () => resolve({ status: reply.statusCode ?? 0, body: read }));
        reply.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(text);
    });
  }

  /** Opens a stream of events; `onChunk` gets what comes. */
  follow(token: string, path: string, onChunk: (text: string) => void): Promise<() => void> {
    const headers = { authorization: `Bearer ${token}` };
    const target = { host: '127.0.0.1', port: this.#port, path: `/api/v1${path}` };
    return new Promise((resolve, reject) => {
      const sent = request({ ...target, headers, agent: false }, (reply: IncomingMessage) => {
        if (reply.statusCode !== 200) reject(new Error(`the stream answered ${reply.statusCode}`));
        reply.setEncoding('utf8');
        reply.on('data', onChunk);
        reply.on('error', () => undefined);
        resolve(() => sent.destroy());
      });
      sent.on('error', reject);
      sent.end();
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Runs `users` at once until the time is over, each one request after the other with a pause between. */
export async function runUsers(
  users: number,
  seconds: number,
  pauseMs: number,
  act: (user: number, turn: number) => Promise<Answer>,
): Promise<LoadRecord> {
  const record: LoadRecord = { good: [], refused: [], failed: 0, reasons: {} };
  const end = performance.now() + seconds * 1000;
  const live = async (user: number): Promise<void> => {
    // They did not all come in the same moment.
    await wait((pauseMs * user) / users);
    for (let turn = 0; performance.now() < end; turn += 1) {
      const begun = performance.now();
      const answer = await act(user, turn).catch((error: NodeJS.ErrnoException) => ({
        status: error.code ?? error.message,
      }));
      const took = performance.now() - begun;
      const { status } = answer;
      if (status === 429 || status === 503) record.refused.push(took);
      else if (typeof status === 'number' && status >= 200 && status < 300) record.good.push(took);
      else {
        record.failed += 1;
        record.reasons[status] = (record.reasons[status] ?? 0) + 1;
      }
      if (pauseMs > 0) await wait(Math.max(0, pauseMs - took));
    }
  };
  await Promise.all(Array.from({ length: users }, (_, user) => live(user)));
  return record;
}

/** The value below which the share `p` of all lies; NaN without any. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN;
}
