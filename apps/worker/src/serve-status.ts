import { createServer, type Server } from 'node:http';
import { once } from 'node:events';

export interface Status {
  /** Whether the worker takes work. */
  isWell: () => boolean;
}

/** Answers `/health` with 200 while the worker takes work, and with 503 otherwise. */
export async function serveStatus(port: number, status: Status): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/health') {
      response.writeHead(404).end();
      return;
    }
    const well = status.isWell();
    response.writeHead(well ? 200 : 503, { 'content-type': 'text/plain' });
    response.end(well ? 'ok\n' : 'not taking work\n');
  });
  server.listen(port);
  await once(server, 'listening');
  return server;
}
