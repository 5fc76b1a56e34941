import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { Registry } from 'prom-client';

export interface Status {
  /** Whether the worker takes work. */
  isWell: () => boolean;
  registry: Registry;
}

/**
 * Answers `/health` with 200 while the worker takes work, and with 503 otherwise; `/metrics` with figures for
 * Prometheus.
 */
export async function serveStatus(port: number, status: Status): Promise<Server> {
  const server = createServer((request, response) => {
    const path = request.method === 'GET' ? request.url : undefined;
    if (path === '/health') answerHealth(response, status.isWell());
    else if (path === '/metrics') void answerMetrics(response, status.registry);
    else response.writeHead(404).end();
  });
  server.listen(port);
  await once(server, 'listening');
  return server;
}

function answerHealth(response: ServerResponse, well: boolean): void {
  response.writeHead(well ? 200 : 503, { 'content-type': 'text/plain' });
  response.end(well ? 'ok\n' : 'not taking work\n');
}

async function answerMetrics(response: ServerResponse, registry: Registry): Promise<void> {
  try {
    const text = await registry.metrics();
    response.writeHead(200, { 'content-type': registry.contentType }).end(text);
  } catch {
    response.writeHead(500).end();
  }
}
