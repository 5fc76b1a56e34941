import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkDisk } from './check-machine.mjs';
import { fetchWheel, missingPip } from './fetch-wheel.mjs';
import { nodeModules } from './paths.mjs';
import { Problem } from './problem.mjs';
import { lastWords, runCommand } from './run-command.mjs';

// The C API is exported by the C++ library of the Python wheel; the headers are the few that the binding includes.
const PARTS = [
  'tensorflow/libtensorflow_cc.so.2',
  'tensorflow/libtensorflow_framework.so.2',
  'tensorflow/include/tensorflow/c/',
  'tensorflow/include/tensorflow/core/platform/ctstring',
  'tensorflow/include/tsl/platform/ctstring',
  'tensorflow/include/xla/tsl/c/',
  'nvidia/',
];

const FLAGS = ['-std=c++17', '-O2', '-fPIC', '-shared', '-w', '-DNAPI_VERSION=8'];
const LINKED = ['-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'];
// Beside the library, as in the wheel: its own search paths for the NVIDIA libraries start there.
const SEARCHED = '-Wl,-rpath,$ORIGIN/../tensorflow';

/** What a build is made of besides the downloads and sources: another recipe is another cache entry. */
export const RECIPE = JSON.stringify([PARTS, FLAGS, LINKED, SEARCHED]);

/** Downloads TensorFlow's library, compiles tfjs-node's binding against it, and moves both to `folder`. */
export async function buildTensorflow({ pins, folder, packageFolder, reporter }) {
  await checkTools();
  const megabytes = 1500 + pins.reduce((sum, pin) => sum + 2 * pin.megabytes, 0);
  await checkDisk(dirname(folder), megabytes, 'Native TensorFlow');
  const fresh = `${folder}.${process.pid}.new`;
  try {
    await makeFolder(join(fresh, 'napi-v8'));
    for (const pin of pins) {
      await fetchWheel(pin, { target: fresh, prefixes: PARTS, scratch: fresh, reporter });
    }
    await reporter.during('Compiling the TensorFlow binding', () => compile(fresh, packageFolder));
    await reporter.during('Stripping the TensorFlow library', () => strip(fresh));
    await rm(join(fresh, 'tensorflow', 'include'), { recursive: true });
    await rename(fresh, folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function makeFolder(path) {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw new Problem(
      `the cache folder ${path} cannot be made (${error.code})`,
      'set GRAFT_CACHE to a folder that you may write to and start again',
    );
  }
}

/** Refuses to begin without the programs that the build needs. */
export async function checkTools(env = {}) {
  const compiler = await runCommand('g++', ['--version'], { env });
  if (compiler.code !== 0) {
    throw new Problem(
      'the C++ compiler g++ is missing',
      'install it (Debian: apt-get install g++) and start again',
    );
  }
  const pip = await missingPip(env);
  if (pip) throw new Problem(pip.reason, pip.fix);
}

async function compile(fresh, packageFolder) {
  const library = join(fresh, 'tensorflow');
  const headers = [join(library, 'include'), join(nodeModules, 'node-api-headers', 'include')];
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'];
  const args = [
    ...FLAGS,
    ...headers.flatMap((folder) => ['-I', folder]),
    ...sources.map((name) => join(packageFolder, 'binding', name)),
    ...['-L', library, ...LINKED, SEARCHED],
    ...['-o', join(fresh, 'napi-v8', 'tfjs_binding.node')],
  ];
  const result = await runCommand('g++', args);
  if (result.code === 0) return;
  throw new Problem(
    `g++ could not compile the TensorFlow binding (${lastWords(result)})`,
    'update g++ (version 9 or newer) and start again',
  );
}

// Saves 200 MB; a machine without binutils keeps them.
async function strip(fresh) {
  for (const name of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']) {
    await runCommand('strip', ['--strip-unneeded', join(fresh, 'tensorflow', name)]);
  }
}
