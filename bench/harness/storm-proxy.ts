import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunEvent } from '@graft/contracts';

export interface StormProxy {
  readonly address: string;
  /** Sends events down every open stream, as the API would. */
  send(events: readonly RunEvent[]): void;
  streams(): number;
  close(): Promise<void>;
}

/** Stands between browser and API and passes everything on; into the live stream it can put more events. */
export async function startStormProxy(target: string): Promise<StormProxy> {
  const { hostname, port, host } = new URL(target);
  const open = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const headers = { ...request.headers, host };
    // The API refuses strangers; to it the page comes from its own address.
    if (headers.origin !== undefined) headers.origin = target;
    delete headers['accept-encoding'];
    const { method, url: path } = request;
    const onward = ask({ hostname, port, method, path, headers }, (reply) =>
      passOn(request, reply, response, open),
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
    response.on('close', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${String(own)}`,
    send(events) {
      const message = `event: events\ndata: ${JSON.stringify(events)}\n\n`;
      for (const stream of open) stream.write(message);
    },
    streams: () => open.size,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function passOn(
  { url = '' }: IncomingMessage,
  reply: IncomingMessage,
  response: ServerResponse,
  open: Set<ServerResponse>,
): void {
  response.writeHead(reply.statusCode ?? 502, reply.headers);
  reply.pipe(response);
  const live = url.startsWith('/api/v1/events') && !url.includes('run=');
  if (!live) return;
  open.add(response);
  response.on('close', () => open.delete(response));
}
