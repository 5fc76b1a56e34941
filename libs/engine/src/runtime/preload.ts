import { loadSharp } from '../data/load-sharp';
import { divideThreads, openLanes } from '../execute-prefix/onnx-lanes';
import { loadTensorFlow } from './load-tensorflow';

/** Loads the native libraries while nobody waits, so that the first step need not. */
export async function preload(threads: number): Promise<void> {
  // What can't be loaded is reported by the step that needs it.
  await Promise.allSettled([
    openLanes(divideThreads(threads).lanes),
    loadSharp(),
    loadTensorFlow(),
  ]);
}
