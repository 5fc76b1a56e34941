import ELK from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { Box } from '../document/arrange-nodes';
import type { Drawing } from './drawing';
import { describeDrawing, readPlaces } from './elk-graph';

/** Finds places for what lies on the canvas, in a worker: the page goes on meanwhile. */
export async function layOutDrawing(drawing: Drawing): Promise<Map<string, Box>> {
  const elk = new ELK({ workerUrl });
  try {
    return readPlaces(await elk.layout(describeDrawing(drawing)));
  } finally {
    elk.terminateWorker();
  }
}
