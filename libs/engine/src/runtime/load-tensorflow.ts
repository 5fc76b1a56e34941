import { OperationalError } from '@graft/errors';
import type { LoadedTensorFlow } from '@graft/nodes/steps';

let loaded: Promise<LoadedTensorFlow> | undefined;

/**
 * TensorFlow.js with the best backend there is: native TensorFlow (CPU or CUDA), else WebAssembly,
 * else plain JavaScript. Loaded once a process, on the first call.
 */
export function loadTensorFlow(): Promise<LoadedTensorFlow> {
  loaded ??= loadNative().catch(() => loadPortable());
  return loaded;
}

async function loadNative(): Promise<LoadedTensorFlow> {
  const tf = await import('@tensorflow/tfjs-node-gpu');
  await tf.ready();
  if (tf.getBackend() !== 'tensorflow') throw new Error('native TensorFlow is not there');
  return { tf, backend: usesGpu(tf.backend()) ? 'tensorflow (CUDA)' : 'tensorflow' };
}

/** Numbers of a GPU differ in the last bits: where they were computed belongs to what is said about them. */
function usesGpu(backend: object): boolean {
  return 'isUsingGpuDevice' in backend && backend.isUsingGpuDevice === true;
}

async function loadPortable(): Promise<LoadedTensorFlow> {
  const tf = await import('@tensorflow/tfjs');
  try {
    await import('@tensorflow/tfjs-backend-wasm');
    if (await tf.setBackend('wasm')) return { tf, backend: 'wasm' };
  } catch {
    // Plain JavaScript is slow, but always there.
  }
  if (await tf.setBackend('cpu')) return { tf, backend: 'cpu' };
  throw new OperationalError({
    code: 'engine.no-tensorflow',
    message: 'No backend of TensorFlow.js could be loaded. Run "graft doctor" to see why.',
  });
}
