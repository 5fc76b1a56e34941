import type { EngineOutcome, EnginePool } from '@graft/engine/host';
import { OperationalError, UnexpectedError, UserError } from '@graft/errors';
import type { JsonObject } from '@graft/graph';
import type { ModelSpec } from '@graft/model';
import { ENGINE_PROTOCOL, type Artifact, type StartMessage } from '@graft/plan';

/** A step that belongs to no run. */
export interface EngineQuestion {
  readonly kind: string;
  readonly params: JsonObject;
  readonly model?: { readonly digest: string; readonly spec: ModelSpec };
  /** Outputs of an earlier step, by the port that they are wired to. */
  readonly wired?: Readonly<Record<string, Artifact>>;
  /** Digest -> path. */
  readonly files: Readonly<Record<string, string>>;
  /** Folder that is the step's alone. */
  readonly scratch: string;
  readonly threads: number;
  readonly seconds: number;
}

/**
 * Runs one step in an engine process and gives the paths of its outputs in the scratch folder.
 * @throws what the step throws; OperationalError when the engine dies or takes too long
 */
export async function askEngine(
  engines: Pick<EnginePool, 'run'>,
  question: EngineQuestion,
): Promise<Readonly<Record<string, string>>> {
  const outcome = await engines.run(makeStart(question), {
    onMessage: () => undefined,
    signal: AbortSignal.timeout(question.seconds * 1000),
  });
  if (outcome.type === 'done') {
    return Object.fromEntries(
      Object.entries(outcome.outputs).map(([name, { path }]) => [name, path]),
    );
  }
  throw toError(outcome);
}

const EARLIER = 'earlier';

function makeStart(question: EngineQuestion): StartMessage {
  const { kind, params, model, wired = {}, files, scratch, threads, seconds } = question;
  const ports = Object.keys(wired);
  return {
    ...{ type: 'start', protocol: ENGINE_PROTOCOL, runId: kind, scratch, threads },
    step: {
      ...{ id: kind, kind, implementation: 1, key: kind, resource: 'cpu', cacheable: false },
      ...{ timeLimitSeconds: seconds, params, data: {}, needs: [] },
      models: model ? { model: model.digest } : {},
      artifacts: Object.fromEntries(ports.map((port) => [port, [{ step: EARLIER, output: port }]])),
    },
    models: model ? { [model.digest]: model.spec } : {},
    outputs: { [EARLIER]: { artifacts: { ...wired }, summary: {} } },
    ...{ files: { ...files }, shards: [], resume: null },
    checkpoint: { minSeconds: 3600, maxSeconds: 3600, meanSecondsBetweenFailures: 14_400 },
    course: { finishEarly: false, learningRate: null, microBatches: 1 },
  };
}

function toError(outcome: Exclude<EngineOutcome, { type: 'done' }>): Error {
  if (outcome.type !== 'failed') {
    return new UnexpectedError({ code: 'engine.no_answer', message: 'The engine was stopped.' });
  }
  const { errorClass, code, message, details } = outcome;
  if (errorClass === 'user') return new UserError({ code, message, details });
  if (errorClass === 'unexpected') return new UnexpectedError({ code, message });
  return new OperationalError({ code, message });
}
