import {
  createServer,
  connect,
  type AddressInfo,
  type NetConnectOpts,
  type Socket,
} from 'node:net';

interface Pair {
  client: Socket;
  server: Socket;
  /** What the client has said since its last BEGIN. */
  transaction: string;
}

/**
 * A TCP proxy in front of PostgreSQL or Temporal that fails in the ways in which networks do: it stands still, or
 * loses one answer.
 */
export class FaultProxy {
  private readonly pairs = new Set<Pair>();
  private readonly server = createServer((client) => this.accept(client));
  private still = false;
  private loss: { matching: string; onLost: () => void } | null = null;

  private constructor(private readonly target: NetConnectOpts) {}

  static async start(target: NetConnectOpts): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /**
   * Lets the next transaction that says `matching` be committed, and cuts the connection before the client hears of
   * it. Resolves when that has happened.
   */
  loseCommit(matching: string): Promise<void> {
    return new Promise((resolve) => {
      this.loss = { matching, onLost: resolve };
    });
  }

  /** From now on nothing passes, as behind a cable that was pulled: nobody is told. */
  standStill(): void {
    this.still = true;
    for (const { client, server } of this.pairs) {
      client.pause();
      server.pause();
    }
  }

  /** All goes on; connections that stood still are reset, as routers do. */
  heal(): void {
    this.still = false;
    for (const pair of this.pairs) this.drop(pair);
  }

  async stop(): Promise<void> {
    for (const pair of this.pairs) this.drop(pair);
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(client: Socket): void {
    if (this.still) {
      client.destroy();
      return;
    }
    const pair: Pair = { client, server: connect(this.target), transaction: '' };
    this.pairs.add(pair);
    client.on('data', (chunk: Buffer) => this.carryUp(pair, chunk));
    pair.server.on('data', (chunk: Buffer) => this.carryDown(pair, chunk));
    for (const socket of [client, pair.server]) {
      socket.on('error', () => this.drop(pair));
      socket.on('close', () => this.drop(pair));
    }
  }

  private carryUp(pair: Pair, chunk: Buffer): void {
    if (this.loss !== null) {
      const text = chunk.toString('latin1');
      pair.transaction = /BEGIN/.test(text) ? text : pair.transaction + text;
    }
    pair.server.write(chunk);
  }

  private carryDown(pair: Pair, chunk: Buffer): void {
    // The tag of a finished COMMIT: https://www.postgresql.org/docs/current/protocol-message-formats.html
    if (this.loss !== null && chunk.includes('COMMIT\0')) {
      const { matching, onLost } = this.loss;
      if (pair.transaction.includes(matching)) {
        this.loss = null;
        this.drop(pair);
        onLost();
        return;
      }
      pair.transaction = '';
    }
    pair.client.write(chunk);
  }

  private drop(pair: Pair): void {
    this.pairs.delete(pair);
    pair.client.destroy();
    pair.server.destroy();
  }
}
