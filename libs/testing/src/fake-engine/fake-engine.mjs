// An engine that speaks the protocol of ADR 0003 and "learns" by hashing, so that fault tests need no TensorFlow:
// its weights after n batches are n nested hashes, which come out right only if nothing was lost or done twice.
//
// It also takes the steps of real graphs, whatever their kind: a graph that was sent to the API runs on it.
// Parameters of its steps: seed, epochs, batches (an epoch), milliseconds (a batch), and faults:
// fail {epoch, errorClass, code, whileExists?: path of a file, onlyWhole?: true, as long as batches are not split},
// refuses (epoch: checkpoints from there on do not fit, as those of other weights),
// die {epoch, signal?} (kills itself, every time), register (name of a model),
// hold {epoch, batch, whileExists: path}, or some (waits there, so that who strikes then is never too late).
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const PROTOCOL = 2;
const commands = [];
const MISMATCH = { errorClass: 'unexpected', code: 'checkpoint.mismatch' };
const send = (message) => process.connected && process.send(message);
const hash = (...parts) => createHash('sha256').update(parts.join('|')).digest('hex');

process.on('message', (message) => {
  if (message.type === 'start') void run(message);
  else commands.push(message);
});
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
send({ type: 'ready', protocol: PROTOCOL, pid: process.pid });

async function run(start) {
  const { learningRate, finishEarly } = start.course;
  commands.length = 0;
  if (learningRate) commands.push({ type: 'set-learning-rate', ...learningRate });
  if (finishEarly) commands.push({ type: 'stop', mode: 'finish' });
  // Lets a test find the process that runs a step.
  writeFileSync(join(start.scratch, 'engine.pid'), String(process.pid));
  try {
    send(await learn(start));
  } catch (error) {
    send({
      type: 'failed',
      errorClass: 'unexpected',
      code: 'fake.bug',
      message: error.stack,
      details: {},
    });
  }
}

async function learn(start) {
  const {
    epochs = 1,
    batches = 10,
    milliseconds = 5,
    fail,
    die,
    hold,
    refuses,
  } = start.step.params;
  if (start.resume?.epoch >= refuses) return failure(MISMATCH);
  const state = restore(start);
  const note = openWork(start, batches);
  note('begin', state);
  let saved = performance.now();
  let seq = start.resume?.seq ?? 0;
  const save = () => {
    seq += 1;
    const path = `checkpoint-${seq}`;
    writeFileSync(join(start.scratch, path), JSON.stringify(state));
    note('checkpoint', state);
    send({ type: 'checkpoint', seq, epoch: state.epoch, batch: state.batch, path });
    saved = performance.now();
  };
  const reportAndObey = () => {
    report(start, state);
    const stop = obey(save, state);
    return stop === 'finish' ? finish(start, state, 'finished-early') : stop;
  };
  for (; state.epoch < epochs; state.epoch += 1, state.batch = 0) {
    if (die?.epoch === state.epoch) process.kill(process.pid, die.signal ?? 'SIGKILL');
    if (fail?.epoch === state.epoch && stillFails(fail, start)) return failure(fail);
    for (; state.batch < batches;) {
      for (let at; (at = findHold(hold, state));) {
        writeFileSync(`${at.whileExists}.reached`, '');
        await wait(20);
        const stop = reportAndObey();
        if (stop) return stop;
      }
      await wait(milliseconds);
      const rate = state.rate ? [state.rate.value] : [];
      state.weights = hash(state.weights, state.epoch, state.batch, ...rate);
      state.batch += 1;
      state.done += 1;
      note('batch', state);
      const stop = reportAndObey();
      if (stop) return stop;
      const due = performance.now() - saved > start.checkpoint.maxSeconds * 1000;
      // Told to stop there, it will save the very same.
      if (due && !findHold(hold, state)) save();
    }
    state.history.push(row(state, batches));
    send({ type: 'metrics', rows: [row(state, batches)] });
    if (performance.now() - saved >= start.checkpoint.minSeconds * 1000) {
      // The checkpoint says where to go on: at the next epoch.
      const at = { ...state, epoch: state.epoch + 1, batch: 0 };
      seq += 1;
      writeFileSync(join(start.scratch, `checkpoint-${seq}`), JSON.stringify(at));
      note('checkpoint', at);
      send({ type: 'checkpoint', seq, epoch: at.epoch, batch: 0, path: `checkpoint-${seq}` });
      saved = performance.now();
    }
  }
  const changed = state.rate || start.course.microBatches > 1;
  return finish(start, state, changed ? 'changed' : 'complete');
}

/** Writes down what is done where somebody wants to know: see ../engine-work.ts. */
function openWork({ runId, step, scratch }, batches) {
  const folder = join(dirname(dirname(dirname(scratch))), 'engine-work');
  if (!existsSync(folder)) return () => {};
  // The name of an attempt's folder ends with its fence, its process and its machine.
  const [, fence] = /-(\d+)-\d+@/.exec(basename(scratch)) ?? [];
  const path = join(folder, `${runId}.${encodeURIComponent(step.id)}`);
  return (what, { epoch, batch }) =>
    appendFileSync(path, `${what} ${fence} ${epoch * batches + batch}\n`);
}

function findHold(hold = [], { epoch, batch }) {
  return [hold]
    .flat()
    .find((at) => at.epoch === epoch && at.batch === batch && existsSync(at.whileExists));
}

function stillFails({ whileExists, onlyWhole }, { course }) {
  if (whileExists) return existsSync(whileExists);
  return onlyWhole ? course.microBatches === 1 : true;
}

function restore({ step, resume, files, outputs }) {
  if (resume) return JSON.parse(readFileSync(files[resume.digest], 'utf8'));
  const inputs = Object.keys(outputs)
    .sort()
    .map((id) => readFileSync(files[outputs[id].artifacts.weights.digest], 'utf8'));
  return { epoch: 0, batch: 0, done: 0, history: [], weights: hash(step.params.seed, ...inputs) };
}

function obey(save, state) {
  for (const command of commands.splice(0)) {
    if (command.type === 'checkpoint-now') save();
    if (command.type === 'set-learning-rate' && command.version > (state.rate?.version ?? 0)) {
      state.rate = { version: command.version, value: command.value };
      const message = `The learning rate is ${command.value}.`;
      send({ type: 'note', level: 'info', code: 'course.learning-rate-changed', message });
      save();
    }
    if (command.type === 'stop' && command.mode === 'finish') return 'finish';
    if (command.type === 'stop' && command.mode === 'pause') save();
    if (command.type === 'stop') return { type: 'stopped', mode: command.mode };
  }
  return null;
}

function report(start, { epoch, batch, done }) {
  const { epochs = 1, batches = 10 } = start.step.params;
  const fraction = Math.min(1, done / (epochs * batches));
  const text = `epoch ${epoch + 1} of ${epochs}`;
  send({ type: 'progress', progress: { text, fraction, secondsLeft: null, epoch, batch } });
}

function row({ epoch, done, weights, rate }, batches) {
  const loss = Number.parseInt(weights.slice(0, 8), 16) / 2 ** 32;
  return {
    ...{
      epoch: epoch + 1,
      step: (epoch + 1) * batches,
      learningRate: rate?.value ?? 0.001,
      seconds: done,
    },
    ...{ loss, accuracy: null, validationLoss: null, validationAccuracy: null },
  };
}

function failure({ errorClass, code }) {
  return { type: 'failed', errorClass, code, message: 'It was told to fail.', details: {} };
}

/** The name under which a step registers a model: a parameter of ours, or of a real graph's node. */
function nameModel({ kind, params }) {
  return params.register ?? (kind === 'register-model' ? params.name : undefined);
}

function finish({ step, scratch, course }, { weights, history, done }, ended) {
  const register = nameModel(step);
  const model = { format: 'graft.model/1', input: { kind: 'vector', size: 1 }, output: 'a' };
  const layer = { class: 'InputLayer', config: {}, inbound: [], outputShape: [1], weights: [] };
  const spec = {
    ...model,
    layers: [{ ...layer, name: 'a', trainable: false, block: 'a' }],
    featureLayer: null,
    labels: ['x', 'y'],
  };
  const files = { weights, history: JSON.stringify(history), model: JSON.stringify(spec) };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(scratch, name), content);
  return {
    type: 'done',
    outputs: {
      weights: { kind: 'weights', path: 'weights' },
      history: { kind: 'history', path: 'history' },
      ...(register ? { model: { kind: 'model', path: 'model' } } : {}),
    },
    summary: { done },
    effects: register
      ? [
          {
            type: 'register-model',
            name: register,
            notes: '',
            output: 'model',
            metrics: {},
          },
        ]
      : [],
    provenance: { backend: 'fake', microBatches: course.microBatches },
    ended,
  };
}
