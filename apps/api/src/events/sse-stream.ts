import type { StreamEventName } from '@graft/contracts';
import type { ApiRequest, ApiResponse } from '../platform/api-request';

const MOST_UNREAD_BYTES = 1024 ** 2;

/** One reader of server-sent events. A reader that does not keep up is dropped and comes back later. */
export class SseStream {
  #open = true;

  constructor(
    private readonly response: ApiResponse,
    request: ApiRequest,
    onClose: () => void,
  ) {
    const end = (): void => {
      if (!this.#open) return;
      this.#open = false;
      onClose();
    };
    response.once('close', end);
    request.once('error', end);
    response.status(200).set({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
  }

  get open(): boolean {
    return this.#open;
  }

  /** `frame` comes from `formatFrame`, so that many readers share one text. */
  send(frame: string): void {
    if (!this.#open) return;
    this.response.write(frame);
    if (this.response.writableLength > MOST_UNREAD_BYTES) this.response.destroy();
  }

  end(): void {
    if (this.#open) this.response.end();
  }
}

/** One event of a stream as text. */
export function formatFrame(name: StreamEventName, data: unknown, id: string): string {
  return `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

export const HEARTBEAT = ': alive\n\n';
