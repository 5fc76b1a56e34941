import { loadRuntime } from '../execute-prefix/onnx-session';
import { loadSharp } from '../data/load-sharp';
import { loadTensorFlow } from './load-tensorflow';

/** Loads the native libraries while nobody waits, so that the first step need not. */
export async function preload(): Promise<void> {
  // What can't be loaded is reported by the step that needs it.
  await Promise.allSettled([loadRuntime(), loadSharp(), loadTensorFlow()]);
}
