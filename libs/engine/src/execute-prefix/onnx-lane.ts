import { Worker } from 'node:worker_threads';
import { OperationalError } from '@graft/errors';
import type { InferenceSession } from 'onnxruntime-node';

type Reply = { readonly id: number } & ({ readonly answer: unknown } | { readonly error: Error });

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/** Values of each asked layer, the rows of one run after the other. */
export type RunResults = ReadonlyMap<string, unknown>;

/** One thread with onnxruntime in it. It doesn't keep the process alive while nobody waits for it. */
export class OnnxLane {
  readonly #thread = new Worker(new URL('./onnx-thread.mjs', import.meta.url));
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  constructor() {
    this.#thread.on('message', (reply: Reply) => {
      this.#receive(reply);
    });
    this.#thread.on('error', (error) => {
      for (const asked of this.#waiting.values()) asked.reject(error);
      this.#waiting.clear();
    });
    this.#thread.unref();
  }

  /**
   * Loads the native library and gives its version.
   * @throws OperationalError `engine.no-onnxruntime`
   */
  async load(): Promise<string> {
    try {
      return String(await this.#ask({ ask: 'load' }));
    } catch (cause) {
      throw new OperationalError({
        code: 'engine.no-onnxruntime',
        message: 'onnxruntime could not be loaded on this machine. Run "graft doctor" to see why.',
        cause,
      });
    }
  }

  async open(
    session: number,
    file: Uint8Array,
    options: InferenceSession.SessionOptions,
  ): Promise<void> {
    await this.#ask({ ask: 'open', session, file, options });
  }

  /** @param pixels given away: not to be used afterwards */
  async run(
    session: number,
    pixels: Uint8Array<ArrayBuffer>,
    dims: readonly number[],
    outputs: readonly string[],
  ): Promise<RunResults> {
    const question = { ask: 'run', session, pixels, dims, outputs };
    return (await this.#ask(question, [pixels.buffer])) as RunResults;
  }

  /**
   * The first output, with its shape.
   * @param pixels given away: not to be used afterwards
   */
  async measure(
    session: number,
    pixels: Uint8Array<ArrayBuffer>,
    dims: readonly number[],
  ): Promise<{ shape: readonly number[]; values: unknown }> {
    const question = { ask: 'measure', session, pixels, dims };
    return (await this.#ask(question, [pixels.buffer])) as {
      shape: readonly number[];
      values: unknown;
    };
  }

  async close(session: number): Promise<void> {
    await this.#ask({ ask: 'close', session });
  }

  #ask(question: object, given: ArrayBuffer[] = []): Promise<unknown> {
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#thread.ref();
      this.#thread.postMessage({ id, ...question }, given);
    });
  }

  #receive(reply: Reply): void {
    const asked = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.#thread.unref();
    if ('error' in reply) asked?.reject(reply.error);
    else asked?.resolve(reply.answer);
  }
}
