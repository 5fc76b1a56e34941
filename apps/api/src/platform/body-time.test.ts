import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import express from 'express';
import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { limitBodyTime } from './body-time';

const servers: { close(): unknown }[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** A server that answers when it has the whole body, and what it says to the beginning of a request. */
async function send(type: string, body: string, mostMs: number) {
  const app = express();
  app.use(limitBodyTime(pino({ level: 'silent' }), mostMs) as express.RequestHandler);
  let reading: () => void = () => undefined;
  const read = new Promise<void>((resolve) => (reading = resolve));
  app.use((request, response) => {
    reading();
    request.resume().once('end', () => response.send('all of it'));
    request.once('error', () => undefined);
  });
  const server = app.listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(
    `POST / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: ${type}\r\ncontent-length: 4\r\n\r\n${body}`,
  );
  await read;
  return { socket, answer: text(socket) };
}

describe('the time that a body may take', () => {
  it('ends a JSON body that does not come to its end, with a place for the next one', async () => {
    const { answer } = await send('application/json', '{', 50);
    expect(await answer).toMatch(/^HTTP\/1.1 408 [^]*body.too_slow/);
  });

  it('does not end one that came as a whole, nor an upload', async () => {
    expect(await (await send('application/json', '{  }', 50)).answer).toMatch(
      /200 OK[^]*all of it/,
    );
    const { socket, answer } = await send('application/zip', 'PK', 1);
    // The rest comes later than a JSON body could have.
    const late = await send('application/json', '{', 50);
    await late.answer;
    socket.write('..');
    expect(await answer).toMatch(/200 OK[^]*all of it/);
  });
});
