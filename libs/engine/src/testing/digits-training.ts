import type { Resources } from '@graft/graph';
import type { Plan } from '@graft/plan';
import type { EngineRoom } from './engine-room';
import { compileGraph, fromScratchGraph } from './graphs';

/** A small network with dropout, trained from scratch on digits: 9 batches an epoch. */
export const TRAINING = { epochs: 4, batchSize: 8, keepBest: false };

interface DigitsTraining {
  resources: Resources;
  plan: Plan;
}

/** Stores the digits in the room; the plan of TRAINING on them. */
export async function planDigitsTraining(room: EngineRoom): Promise<DigitsTraining> {
  const resources = await room.storePictures({ digits: 10 });
  const graph = fromScratchGraph({ model: { inputSize: 16 }, train: TRAINING });
  return { resources, plan: compileGraph(graph, resources) };
}
