import { expect, jest } from '@jest/globals';
import { FaultProxy } from '@graft/testing/fault-proxy';
import { makeFakeStep } from '@graft/testing/fake-step';
import { RunHarness, type Hold, type RunRef } from '@graft/testing/run-harness';
import { sendControl } from '@graft/workflows/client';
import { join } from 'node:path';

jest.setTimeout(240_000);

/** About three seconds with a checkpoint at each epoch. */
export const PARAMS = { epochs: 25, milliseconds: 8, register: 'table' };
const SOON = { GRAFT_HEARTBEAT_SECONDS: '3' };

/** Services, workers and runs of a test that breaks something, and what an undisturbed run gives. */
export class FaultTable {
  readonly #ends: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly harness: RunHarness,
    private readonly undisturbed: string,
  ) {}

  static async start(): Promise<FaultTable> {
    const harness = await RunHarness.start();
    const control = new FaultTable(harness, '');
    await control.startWorker();
    const run = await control.submit();
    await harness.untilState(run, 'succeeded');
    const undisturbed = await harness.output(run, 'train', 'weights');
    await control.endAll();
    return new FaultTable(harness, undisturbed);
  }

  /** Ends what the test has started, the last first. */
  async endAll(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
  }

  stop(): Promise<unknown> {
    return this.harness.stop();
  }

  /** Has something ended when the test is over. */
  atEnd(end: () => Promise<unknown>): void {
    this.#ends.push(end);
  }

  async startWorker(env: Readonly<Record<string, string>> = {}) {
    const worker = await this.harness.startWorker({ ...SOON, ...env });
    this.atEnd(() => worker.end('SIGTERM'));
    return worker;
  }

  submit(hold: Hold['hold'][] = []): Promise<RunRef> {
    return this.harness.submit([makeFakeStep('train', { ...PARAMS, hold })]);
  }

  async control(run: RunRef, wanted: 'run' | 'pause'): Promise<void> {
    await this.harness.database.runs.setControl(run.workspaceId, run.runId, wanted);
    await sendControl(this.harness.client, run, wanted);
  }

  async warningsOf(run: RunRef): Promise<string[]> {
    return (await this.harness.events(run)).flatMap((event) =>
      event.type === 'note' && event.level === 'warning' ? event.code : [],
    );
  }

  async isOver(run: RunRef): Promise<boolean> {
    return (await this.harness.stateOf(run)) === 'succeeded';
  }

  /** The control's weights; one end of the step, one model; checkpoints and events in order. */
  async checkEnd(run: RunRef, weights?: string): Promise<void> {
    const { harness } = this;
    expect(weights ?? (await harness.output(run, 'train', 'weights'))).toBe(this.undisturbed);
    const events = await harness.events(run);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, at) => at + 1));
    const successes = events.flatMap((event) =>
      'state' in event && event.state === 'succeeded' ? [event.type] : [],
    );
    expect(successes).toEqual(['step-state', 'run-state']);
    expect(await harness.database.models.listOfRun(run.workspaceId, run.runId)).toHaveLength(1);
    const step = await harness.step(run, 'train');
    expect((step.outputs as { summary: { done: number } }).summary.done).toBe(250);
  }

  /** A database behind a connection that can be broken. */
  async proxyDatabase(): Promise<{ proxy: FaultProxy; env: Record<string, string> }> {
    const host = new URL(this.harness.services.databaseUrl).searchParams.get('host') ?? '';
    const proxy = await FaultProxy.start({ path: join(host, '.s.PGSQL.5432') });
    this.atEnd(() => proxy.stop());
    return { proxy, env: { DATABASE_URL: `postgresql://graft@127.0.0.1:${proxy.port}/graft` } };
  }

  /** Temporal behind a connection that can be broken. */
  async proxyTemporal(): Promise<{ proxy: FaultProxy; env: Record<string, string> }> {
    const [host = '', port] = this.harness.services.temporalAddress.split(':');
    const proxy = await FaultProxy.start({ host, port: Number(port) });
    this.atEnd(() => proxy.stop());
    return { proxy, env: { GRAFT_TEMPORAL_ADDRESS: `127.0.0.1:${proxy.port}` } };
  }
}
