import { describeLeftOut, describePlan, isTerminal, routes, type Routes } from '@graft/contracts';
import type { Run } from '@graft/db';
import { catalogue } from '@graft/nodes';
import { placeOfRun } from '@graft/tracing';
import { Controller, Inject } from '@nestjs/common';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { SERVICES, type Services } from '../platform/services';
import { findRegistration, registerBest } from './register-best';
import { decideSteps } from './decide-steps';
import { planSource } from './plan-source';
import { startRun, type AcceptedRun } from './start-run';
import { unknownRun } from './unknown-run';
import { summariseRun, viewRun } from './view-run';
import { warnOfLabels } from './warn-of-labels';

@Controller()
export class RunsController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.planRun)
  async plan(
    @Input() { caller, body, request }: RouteInput<Routes['planRun']>,
  ): Promise<RouteReply<Routes['planRun']>> {
    const isGone = () => request.socket.destroyed;
    const source = await planSource(this.services, caller.workspaceId, body, isGone);
    const { prepared } = source;
    if (!prepared.ok) {
      return { issues: [...prepared.issues], planDigest: null, steps: [], leftOut: [] };
    }
    const { compiled } = prepared;
    const decisions = await decideSteps(this.services, caller.workspaceId, compiled, source);
    const { workers } = this.services;
    const waits = await warnOfLabels(workers, compiled, prepared.graph, decisions);
    return {
      issues: [...compiled.issues, ...waits],
      planDigest: compiled.digest,
      steps: describePlan(compiled, decisions),
      leftOut: describeLeftOut(prepared.graph, compiled.leftOut, catalogue),
    };
  }

  @Handle(routes.startRun)
  async start(
    @Input() { caller, body, idempotencyKey, request }: RouteInput<Routes['startRun']>,
  ): Promise<AcceptedRun> {
    const isGone = () => request.socket.destroyed;
    const accepted = await startRun(this.services, caller, body, idempotencyKey, isGone);
    request.span?.addLink({ context: placeOfRun(accepted.runId) });
    return accepted;
  }

  @Handle(routes.listRuns)
  async list(
    @Input() { caller, query }: RouteInput<Routes['listRuns']>,
  ): Promise<RouteReply<Routes['listRuns']>> {
    const runs = await this.services.database.runs.list(caller.workspaceId, query);
    return { runs: runs.map(summariseRun) };
  }

  @Handle(routes.getRun)
  async get(
    @Input() { caller, params }: RouteInput<Routes['getRun']>,
  ): Promise<RouteReply<Routes['getRun']>> {
    const { database } = this.services;
    const run = await database.runs.find(caller.workspaceId, params.runId);
    if (!run) throw unknownRun();
    const place = { workspaceId: caller.workspaceId, runId: run.id };
    const [plan, models, lineage, best, connected] = await Promise.all([
      database.runs.findPlan(caller.workspaceId, run.id),
      database.models.listOfRun(caller.workspaceId, run.id),
      this.findLineage(run),
      findRegistration(this.services, place),
      isTerminal(run.state) ? null : this.services.workers.glance(),
    ]);
    return viewRun(run, plan, models, { ...lineage, best }, connected);
  }

  @Handle(routes.cancelRun)
  cancel(@Input() input: RouteInput<Routes['cancelRun']>): Promise<AcceptedRun> {
    return this.control(input, 'cancel');
  }

  @Handle(routes.pauseRun)
  pause(@Input() input: RouteInput<Routes['pauseRun']>): Promise<AcceptedRun> {
    return this.control(input, 'pause');
  }

  @Handle(routes.resumeRun)
  resume(@Input() input: RouteInput<Routes['resumeRun']>): Promise<AcceptedRun> {
    return this.control(input, 'run');
  }

  @Handle(routes.registerBest)
  async registerBest(
    @Input() { caller, params }: RouteInput<Routes['registerBest']>,
  ): Promise<RouteReply<Routes['registerBest']>> {
    return registerBest(this.services, { workspaceId: caller.workspaceId, runId: params.runId });
  }

  private async findLineage({ workspaceId, id, parentId, planDigest }: Run) {
    const { runs } = this.services.database;
    const [children, parent] = await Promise.all([
      runs.listChildren(workspaceId, id),
      parentId === null ? null : runs.find(workspaceId, parentId),
    ]);
    return { children, edited: parent !== null && parent.planDigest !== planDigest };
  }

  /** The wish is stored first: should the workflow not hear of it, it finds it in its row. */
  private async control(
    { caller, params }: Pick<RouteInput<Routes['cancelRun']>, 'caller' | 'params'>,
    control: 'run' | 'pause' | 'cancel',
  ): Promise<AcceptedRun> {
    const run = { workspaceId: caller.workspaceId, runId: params.runId };
    const status = await this.services.database.runs.setControl(
      run.workspaceId,
      run.runId,
      control,
    );
    await this.services.workflows.tellControl(run, control).catch((error: unknown) => {
      this.services.logger.warn({ err: error, runId: run.runId }, 'a workflow could not be told');
    });
    return { runId: run.runId, status };
  }
}
