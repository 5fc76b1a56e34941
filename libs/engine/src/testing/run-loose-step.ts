import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@graft/graph';
import { digestSpec, type ModelSpec } from '@graft/model';
import { ENGINE_PROTOCOL, type StartMessage } from '@graft/plan';
import type { EngineProcess } from '../host';
import { refuseLeak } from './run-plan';
import type { TestStore } from './test-store';

/** Runs a step that belongs to no plan and gives the paths of its outputs. Throws what it fails with. */
export async function runLooseStep(
  engine: EngineProcess,
  store: TestStore,
  step: { kind: string; params: JsonObject; spec?: ModelSpec; threads?: number },
): Promise<Record<string, string>> {
  const { kind, params, spec, threads = 1 } = step;
  const scratch = await mkdtemp(join(store.folder, 'scratch-'));
  const digest = spec === undefined ? '' : digestSpec(spec);
  const start: StartMessage = {
    ...{ type: 'start', protocol: ENGINE_PROTOCOL, runId: 'test', scratch, threads },
    step: {
      ...{ id: kind, kind, implementation: 1, key: kind, resource: 'cpu', cacheable: false },
      ...{ timeLimitSeconds: 60, params, data: {}, artifacts: {}, needs: [] },
      models: spec === undefined ? {} : { model: digest },
    },
    models: spec === undefined ? {} : { [digest]: spec },
    ...{ outputs: {}, files: store.files, shards: [], resume: null },
    checkpoint: { minSeconds: 3600, maxSeconds: 3600, meanSecondsBetweenFailures: 14_400 },
    course: { finishEarly: false, learningRate: null, microBatches: 1 },
  };
  const outcome = await engine.run(start, { onMessage: () => undefined });
  refuseLeak(step, outcome);
  if (outcome.type !== 'done') {
    throw Object.assign(new Error(JSON.stringify(outcome)), outcome);
  }
  return Object.fromEntries(
    Object.entries(outcome.outputs).map(([name, { path }]) => [name, join(scratch, path)]),
  );
}
