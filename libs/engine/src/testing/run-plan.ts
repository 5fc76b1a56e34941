import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ENGINE_PROTOCOL,
  type Artifact,
  type CheckpointRef,
  type EngineMessage,
  type Plan,
  type StartMessage,
  type Step,
  type StepOutputs,
} from '@graft/plan';
import type { EngineOutcome, EngineProcess, EngineReport } from '../host';
import type { TestStore } from './test-store';

type Done = Extract<EngineOutcome, { type: 'done' }>;

/** A supervisor in miniature: commits what an engine sends to a test store. */
export class TestSupervisor {
  readonly outputs: Record<string, StepOutputs> = {};
  readonly done: Record<string, Done> = {};
  readonly checkpoints: CheckpointRef[] = [];
  readonly messages: EngineMessage[] = [];
  readonly shards = new Map<string, string[]>();
  #starts = 0;

  constructor(
    readonly store: TestStore,
    readonly plan: Plan,
    readonly threads = 1,
  ) {}

  makeStart(step: Step, changed: Partial<StartMessage> = {}): StartMessage {
    this.#starts += 1;
    const models = Object.fromEntries(
      Object.values(step.models).map((digest) => [digest, this.plan.models[digest]] as const),
    ) as StartMessage['models'];
    return {
      type: 'start',
      protocol: ENGINE_PROTOCOL,
      runId: 'test',
      step,
      models,
      outputs: this.outputs,
      files: this.store.files,
      shards: this.shards.get(step.rowKey ?? '') ?? [],
      resume: null,
      scratch: join(this.store.folder, `scratch-${String(this.#starts)}`),
      threads: this.threads,
      checkpoint: { minSeconds: 10, maxSeconds: 120, meanSecondsBetweenFailures: 14_400 },
      course: { finishEarly: false, learningRate: null, microBatches: 1 },
      ...changed,
    };
  }

  /** Runs a step and commits what it gives. */
  async run(
    engine: EngineProcess,
    step: Step,
    changed: Partial<StartMessage> = {},
    onMessage: (message: EngineReport) => void = () => undefined,
  ): Promise<EngineOutcome> {
    const start = this.makeStart(step, changed);
    await mkdir(start.scratch, { recursive: true });
    const outcome = await engine.run(start, {
      onMessage: async (message) => {
        this.messages.push(message);
        await this.#commit(start, message);
        onMessage(message);
      },
    });
    refuseLeak(step, outcome);
    if (outcome.type === 'done') await this.#commitOutputs(start, outcome);
    return outcome;
  }

  /** Runs steps in order until one does not end well. */
  async runAll(engine: EngineProcess, steps: readonly Step[] = this.plan.steps): Promise<void> {
    for (const step of steps) {
      const outcome = await this.run(engine, step);
      if (outcome.type !== 'done') throw new Error(`${step.id}: ${JSON.stringify(outcome)}`);
    }
  }

  step(kind: string): Step {
    const step = this.plan.steps.find((each) => each.kind === kind);
    if (step === undefined) throw new Error(`the plan has no ${kind} step`);
    return step;
  }

  artifact(kind: string, output: string): Artifact {
    const artifact = this.outputs[this.step(kind).id]?.artifacts[output];
    if (artifact === undefined) throw new Error(`${kind} made no ${output}`);
    return artifact;
  }

  async #commit(start: StartMessage, message: EngineReport): Promise<void> {
    if (message.type !== 'rows' && message.type !== 'checkpoint') return;
    const digest = await this.store.put(await readFile(join(start.scratch, message.path)));
    if (message.type === 'rows') {
      const key = start.step.rowKey ?? '';
      this.shards.set(key, [...(this.shards.get(key) ?? []), digest]);
    } else {
      const { seq, epoch, batch } = message;
      this.checkpoints.push({ seq, epoch, batch, digest });
    }
  }

  async #commitOutputs(start: StartMessage, outcome: Done): Promise<void> {
    const artifacts: StepOutputs['artifacts'] = {};
    for (const [name, { kind, path, parts }] of Object.entries(outcome.outputs)) {
      const bytes = await readFile(join(start.scratch, path));
      const digest = await this.store.put(bytes);
      artifacts[name] = {
        kind,
        digest,
        bytes: bytes.length,
        ...(parts === undefined ? {} : { parts }),
      };
    }
    this.outputs[start.step.id] = { artifacts, summary: outcome.summary };
    this.done[start.step.id] = outcome;
  }
}

/**
 * No step of any kind leaves tensors behind or gathers them from epoch to epoch, whatever test runs it. Only
 * where layers join a training later does its optimiser keep more from then on.
 */
export function refuseLeak(
  { kind, params }: Pick<Step, 'kind' | 'params'>,
  outcome: EngineOutcome,
): void {
  if (outcome.type !== 'done') return;
  const joined = params['unfreeze'] === 'gradual';
  const { tensorsLeft, tensorsGrown } = outcome.provenance;
  if (tensorsLeft !== 0)
    throw new Error(`${kind} left ${JSON.stringify(tensorsLeft)} tensors behind`);
  if (tensorsGrown !== 0 && !joined)
    throw new Error(`${kind} gathered ${JSON.stringify(tensorsGrown)} tensors over its epochs`);
}
