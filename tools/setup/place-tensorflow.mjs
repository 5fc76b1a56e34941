import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readlink, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildTensorflow, RECIPE } from './build-tensorflow.mjs';
import { hashTree } from './hash-files.mjs';
import { writeWhole } from './keep-stamps.mjs';
import { cacheFolder, nodeModules, repo } from './paths.mjs';
import { nvidia, tensorflowCpu, tensorflowCuda, thisPlatform } from './pins.mjs';
import { Problem } from './problem.mjs';
import { lastWords, runCommand } from './run-command.mjs';

const packageFolder = join(nodeModules, '@tensorflow', 'tfjs-node-gpu');

const linkPlace = join(packageFolder, 'lib', 'napi-v8');

const PROBE = `
const tf = require('@tensorflow/tfjs-node-gpu');
if (tf.getBackend() !== 'tensorflow') throw new Error('the backend is ' + tf.getBackend());
const sum = tf.sum(tf.tensor1d([1, 2])).dataSync()[0];
if (sum !== 3) throw new Error('1 + 2 is ' + sum);
const backend = tf.backend();
const version = backend.binding.TF_Version;
process.stdout.write('\\n' + JSON.stringify({ version, cuda: backend.isUsingGpuDevice === true }));
`;

/** Gives tfjs-node-gpu its native half; without one, says why and what to do. */
export async function placeTensorflow(reporter, env = process.env) {
  const status = await choose(reporter, env);
  // What the status says must be true: an older build may still be linked.
  if (status.state === 'missing') await rm(linkPlace, { force: true, recursive: true });
  return status;
}

async function choose(reporter, env) {
  const wish = env.GRAFT_TENSORFLOW ?? (hasNvidia() ? 'cuda' : 'cpu');
  if (wish === 'none') {
    return missing('GRAFT_TENSORFLOW=none', 'unset GRAFT_TENSORFLOW and start again');
  }
  const first = await tryVariant(wish, reporter);
  if (first.state === 'ready' || wish !== 'cuda') return first;
  reporter.say(`TensorFlow for CUDA does not work here (${first.reason}); using the CPU one`);
  const second = await tryVariant('cpu', reporter);
  return second.state === 'ready' ? { ...second, note: `without CUDA: ${first.reason}` } : second;
}

function missing(reason, fix) {
  return { state: 'missing', reason, fix };
}

function hasNvidia() {
  return existsSync('/proc/driver/nvidia/version') || existsSync('/dev/nvidiactl');
}

function pinsOf(variant) {
  const main = (variant === 'cuda' ? tensorflowCuda : tensorflowCpu)[thisPlatform];
  if (!main) {
    throw new Problem(
      `there is no native TensorFlow (${variant}) for ${thisPlatform}`,
      'use Linux on x64 or arm64, or docker compose',
    );
  }
  return variant === 'cuda' ? [main, ...nvidia] : [main];
}

async function tryVariant(variant, reporter) {
  try {
    const pins = pinsOf(variant);
    const folder = await findOrBuild(pins, reporter);
    await linkBinding(folder);
    return { state: 'ready', ...(await probe(folder, reporter)) };
  } catch (error) {
    if (error instanceof Problem) return missing(error.reason, error.fix);
    throw error;
  }
}

async function findOrBuild(pins, reporter) {
  const sources = await hashTree([join(packageFolder, 'binding')]);
  const digest = createHash('sha256').update(JSON.stringify(pins)).update(sources).update(RECIPE);
  const folder = join(cacheFolder(), `tensorflow-${digest.digest('hex').slice(0, 24)}`);
  if (!existsSync(folder)) await buildTensorflow({ pins, folder, packageFolder, reporter });
  return folder;
}

/** node-pre-gyp looks below lib/napi-v8: a link there is enough, the binding finds its library itself. */
async function linkBinding(folder) {
  const target = join(folder, 'napi-v8');
  if ((await readlink(linkPlace).catch(() => null)) === target) return;
  await mkdir(dirname(linkPlace), { recursive: true });
  await rm(linkPlace, { recursive: true, force: true });
  await symlink(target, linkPlace);
}

/** Adds two numbers once with a new build: a library may load and still not work on this machine. */
async function probe(folder, reporter) {
  const record = join(folder, 'probe.json');
  const known = await readFile(record, 'utf8').catch(() => null);
  if (known) return JSON.parse(known);
  const result = await reporter.during('Trying native TensorFlow', () =>
    runCommand(process.execPath, ['-e', PROBE], { cwd: repo, env: { TF_CPP_MIN_LOG_LEVEL: '2' } }),
  );
  if (result.code !== 0) {
    throw new Problem(
      `native TensorFlow does not work on this machine (${lastWords(result)})`,
      `delete ${folder} and start again`,
    );
  }
  const found = JSON.parse(result.stdout.trim().split('\n').at(-1));
  await writeWhole(record, JSON.stringify(found));
  return found;
}
