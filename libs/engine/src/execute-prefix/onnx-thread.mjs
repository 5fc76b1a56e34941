/**
 * The thread of an OnnxLane: prepares models in onnxruntime and runs them. A run blocks the thread it
 * is called in, so that the engine's own thread reads pictures and hears commands meanwhile.
 *
 * In: `{ id, ask: 'load' }`, `{ id, ask: 'open', session, file, options }`,
 * `{ id, ask: 'run', session, pixels, dims, outputs }`, `{ id, ask: 'measure', session, pixels, dims }` or `{ id, ask: 'close', session }`.
 * Out: `{ id, answer }` or `{ id, error }`.
 */
import { parentPort } from 'node:worker_threads';

const sessions = new Map();

const handlers = {
  async load() {
    const { env } = await import('onnxruntime-node');
    return env.versions.node ?? env.versions.common;
  },
  async open({ session, file, options }) {
    const { InferenceSession } = await import('onnxruntime-node');
    sessions.set(session, await InferenceSession.create(file, options));
  },
  async run({ session, pixels, dims, outputs }) {
    const { Tensor } = await import('onnxruntime-node');
    const opened = sessions.get(session);
    const [input] = opened.inputNames;
    const results = await opened.run({ [input]: new Tensor('uint8', pixels, dims) }, outputs);
    return new Map(outputs.map((name) => [name, results[name].data]));
  },
  async measure({ session, pixels, dims }) {
    const { Tensor } = await import('onnxruntime-node');
    const opened = sessions.get(session);
    const [input] = opened.inputNames;
    const [output] = opened.outputNames;
    const results = await opened.run({ [input]: new Tensor('uint8', pixels, dims) });
    return { shape: [...results[output].dims], values: results[output].data };
  },
  async close({ session }) {
    await sessions.get(session)?.release();
    sessions.delete(session);
  },
};

let last = Promise.resolve();

// One after the other: a model is not closed under a run that was asked for before.
parentPort.on('message', ({ id, ask, ...question }) => {
  last = last
    .then(() => handlers[ask](question))
    .then(
      (answer) => parentPort.postMessage({ id, answer }),
      (error) => parentPort.postMessage({ id, error }),
    );
});
