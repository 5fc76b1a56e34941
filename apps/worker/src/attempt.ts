import type { CheckpointView, StepHold } from '@graft/db';
import type { EngineOutcome } from '@graft/engine/host';
import { OperationalError, toGraftError } from '@graft/errors';
import { ENGINE_PROTOCOL, type Plan, type StartMessage, type Step } from '@graft/plan';
import type { Span } from '@graft/tracing';
import type { Context } from '@temporalio/activity';
import { setTimeout as wait } from 'node:timers/promises';
import { commitOutputs, reuseOutputs } from './commit-outputs';
import type { CommitReports } from './commit-reports';
import type { CourseKeeper } from './course-keeper';
import type { AttemptEnd } from './attempt-end';
import { toEngineError } from './end-attempt';
import { findResume, setAside } from './find-resume';
import type { Heart, Pulse } from './heart';
import { Interruptions } from './interruption';
import { keepTrying } from './keep-trying';
import { runEngine } from './run-engine';
import { makeScratch, removeScratch } from './scratch';
import type { WorkerServices } from './services';
import { findInputs } from './step-inputs';
import { StepReporter } from './step-reporter';
import { tellEarlierRows } from './tell-earlier-rows';
import type { MeasuredAttempt } from './worker-metrics';

const LEASE_POLL_MS = 1000;
/** Codes of an engine that cannot go on from a checkpoint whose blob is whole. */
const UNUSABLE: readonly string[] = ['checkpoint.unreadable', 'checkpoint.mismatch'];
/** Signals that others send; what a process does wrong itself ends it by another one. */
const KILLS: readonly string[] = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'];

/** The work of one attempt that holds its step: reuse what is there, or compute it on an engine. */
export class Attempt {
  private readonly killer = new AbortController();
  private waits = false;
  private resumedFrom: CheckpointView | null = null;
  private readonly interruptions: Interruptions;
  private readonly reporter: StepReporter;

  constructor(
    private readonly services: WorkerServices,
    private readonly context: Context,
    private readonly heart: Heart,
    private readonly hold: StepHold,
    private readonly plan: Plan,
    private readonly step: Step,
    private readonly keeper: CourseKeeper,
    private readonly measured: MeasuredAttempt,
    private readonly span: Span,
  ) {
    const { database, draining } = services;
    const lose = (error: Error) => this.killer.abort(error);
    const { signal } = this.killer;
    this.reporter = new StepReporter(database.steps, hold, lose);
    this.interruptions = new Interruptions(context, draining, async () => {
      const run = await keepTrying(() => database.runs.find(hold.workspaceId, hold.runId), signal);
      return run?.control ?? 'run';
    });
    heart.attend({
      onBeat: () => keeper.beat(),
      onStall: lose,
    });
  }

  async run(): Promise<AttemptEnd> {
    try {
      const found = await this.leadOrReuse();
      if (found === 'reused') {
        this.measured.addReuse();
        return { type: 'done' };
      }
      if (found === 'interrupted') {
        return { type: 'interrupted', interruption: await this.interruptions.explain() };
      }
      return await this.compute();
    } catch (error) {
      return { type: 'failed', error: toGraftError(error), place: null };
    } finally {
      this.interruptions.close();
      this.reporter.close();
    }
  }

  /** One step at a time computes a key; the others wait and take what it made. */
  private async leadOrReuse(): Promise<'lead' | 'reused' | 'interrupted'> {
    const { signal } = this.interruptions;
    while (!signal.aborted) {
      const lead = await keepTrying(() => this.keeper.takeLease());
      const reused = await keepTrying(() =>
        reuseOutputs(this.services, this.hold, this.step, this.keeper.course),
      );
      if (reused) return 'reused';
      if (lead) return 'lead';
      this.tellThatItWaits();
      await wait(LEASE_POLL_MS, undefined, { signal }).catch(() => undefined);
    }
    return 'interrupted';
  }

  private tellThatItWaits(): void {
    if (this.waits) return;
    this.waits = true;
    this.reporter.addNote(
      'info',
      'step.awaits-other-run',
      'Another run computes the same right now; its result is awaited.',
    );
  }

  private async compute(): Promise<AttemptEnd> {
    const { services, hold, plan, step, reporter, heart, interruptions, killer, keeper } = this;
    const { measured } = this;
    const { runId, stepId, fence } = hold;
    const queue = this.context.info.taskQueue;
    const name = `${runId}-${stepId}-${fence}`;
    const scratch = await makeScratch(services.config.scratch, name);
    try {
      const start = await this.prepare(scratch);
      const { threads } = start;
      const to: CommitReports = {
        ...{ services, hold, plan, step, scratch, threads, reporter, keeper, measured },
        signal: killer.signal,
      };
      const end = await services.tracing.measure(
        `engine ${step.kind}`,
        { parent: this.span.spanContext() },
        () => runEngine({ start, queue, to, heart, interruptions, killer }),
      );
      if (end.type !== 'interrupted' || end.interruption.release) await reporter.flush();
      if (end.type === 'interrupted') return end;
      if (end.type === 'failed') return await this.fail(end);
      if (end.type === 'done') await commitOutputs(to, end);
      return { type: 'done' };
    } finally {
      await removeScratch(scratch);
    }
  }

  private async fail(failed: Extract<EngineOutcome, { type: 'failed' }>): Promise<AttemptEnd> {
    if (this.resumedFrom && UNUSABLE.includes(failed.code)) {
      const { workspaceId } = this.hold;
      await setAside(this.services, workspaceId, this.resumedFrom, this.reporter, failed.message);
      await this.reporter.flush();
      const { code, message } = failed;
      return { type: 'failed', error: new OperationalError({ code, message }), place: null };
    }
    const { signal } = failed.details;
    const killed = typeof signal === 'string' && KILLS.includes(signal);
    const place = killed ? this.reporter.place : null;
    return { type: 'failed', error: toEngineError(failed), place };
  }

  private async prepare(scratch: string): Promise<StartMessage> {
    const { services, hold, plan, step, reporter } = this;
    const { course } = this.keeper;
    const { config } = services;
    const run = { workspaceId: hold.workspaceId, runId: hold.runId };
    const { rowKey } = course;
    const inputs = await keepTrying(() => findInputs({ services, run, plan, step, rowKey }));
    const resume = await keepTrying(() =>
      findResume(services, run.workspaceId, course.resumableKeys, reporter),
    );
    this.resumedFrom = resume;
    if (resume) {
      await keepTrying(() => tellEarlierRows(services, hold, resume, reporter));
      reporter.addNote('info', 'step.resumed', describeResume(resume));
    }
    this.heart.pulse = continuePulse(this.context.info.heartbeatDetails, resume?.seq ?? 0);
    const { models, outputs, files, shards } = inputs;
    if (resume) files[resume.digest] = await services.blobs.locate(resume.digest);
    return {
      ...{ type: 'start', protocol: ENGINE_PROTOCOL, runId: hold.runId },
      ...{ step, models, outputs, files, shards, scratch },
      resume: resume && {
        ...{ seq: resume.seq, epoch: resume.epoch, batch: resume.batch, digest: resume.digest },
      },
      threads: resume?.threads ?? config.threads,
      checkpoint: config.checkpoint,
      course: course.engineCourse,
    };
  }
}

function describeResume({ epoch, batch }: CheckpointView): string {
  return `It goes on where it was last kept, with ${epoch} whole epochs and ${batch} batches behind it.`;
}

/** Crashes count as long as each attempt began at the same checkpoint. */
function continuePulse(told: unknown, seq: number): Pulse {
  const before = told as Partial<Pulse> | undefined;
  if (before?.seq !== seq) return { seq, crashes: 0, place: null };
  return { seq, crashes: before.crashes ?? 0, place: before.place ?? null };
}
