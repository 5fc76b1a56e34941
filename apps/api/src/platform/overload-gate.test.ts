import { EventEmitter } from 'node:events';
import { routes } from '@graft/contracts';
import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { ApiRequest, ApiResponse } from './api-request';
import { limitAtOnce } from './overload-gate';

/** A response that remembers what it was told and can be closed. */
class FakeResponse extends EventEmitter {
  code = 0;
  readonly headers: Record<string, string> = {};
  headersSent = false;
  setHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  status(code: number): this {
    this.code = code;
    return this;
  }
  set(): this {
    return this;
  }
  send(): void {
    this.emit('close');
  }
}

function open(gate: ReturnType<typeof limitAtOnce>, path: string, method = 'GET') {
  const response = new FakeResponse();
  let passed = false;
  const request = { path, method, complete: true } as ApiRequest;
  gate(request, response as unknown as ApiResponse, () => {
    passed = true;
  });
  return { response, passed };
}

describe('the gate against overload', () => {
  it('answers 503 with a time to wait above the limit, and opens again', () => {
    const gate = limitAtOnce(pino({ level: 'silent' }), 2);
    const first = open(gate, '/api/v1/runs');
    expect([first.passed, open(gate, '/api/v1/runs').passed]).toEqual([true, true]);
    const third = open(gate, '/api/v1/runs');
    expect([third.passed, third.response.code]).toEqual([false, 503]);
    expect(third.response.headers['retry-after']).toBe('1');
    first.response.emit('close');
    expect(open(gate, '/api/v1/runs').passed).toBe(true);
  });

  it.each([routes.startRun, routes.logIn])(
    'lets $path be sent only so often at once, and everything else pass',
    (route) => {
      const gate = limitAtOnce(pino({ level: 'silent' }));
      const { method, path, atOnce } = route;
      const started = Array.from({ length: atOnce }, () => open(gate, path, method));
      expect(started.every(({ passed }) => passed)).toBe(true);
      expect(open(gate, path, method).response.code).toBe(503);
      expect(open(gate, path, 'GET').passed).toBe(true);
      started[0]?.response.emit('close');
      expect(open(gate, path, method).passed).toBe(true);
      expect(open(gate, path, method).response.code).toBe(503);
    },
  );

  it('lets streams of events, the web app and the question whether it is alive pass', () => {
    const gate = limitAtOnce(pino({ level: 'silent' }), 0);
    for (const path of ['/api/v1/events', '/api/health', '/', '/assets/main.js']) {
      expect(open(gate, path).passed).toBe(true);
    }
    expect(open(gate, '/api/v1/session').passed).toBe(false);
  });
});
