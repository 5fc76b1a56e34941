import { routes, type Routes } from '@graft/contracts';
import { UserError } from '@graft/errors';
import { graphSchema, type DatasetCard, type Resources } from '@graft/graph';
import type { BaseCard } from '@graft/model';
import {
  drawWhichTransfer,
  listPictureBases,
  listTransferWays,
  readTransferWays,
} from '@graft/nodes';
import { Controller, Inject } from '@nestjs/common';
import { snapshotResources } from '../graphs/workspace-resources';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { SERVICES, type Services } from '../platform/services';
import { startRun, type AcceptedRun } from '../runs/start-run';
import { viewWhichTransfer } from './view-which-transfer';

/** Tries every way of transferring: one graph, drawn for a data set and run like all others. */
@Controller()
export class WhichTransferController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.startWhichTransfer)
  async start(
    @Input() { caller, body, idempotencyKey }: RouteInput<Routes['startWhichTransfer']>,
  ): Promise<AcceptedRun> {
    const resources = await snapshotResources(this.services, caller.workspaceId);
    const dataset = requirePictures(resources, body.dataset);
    const ways = listTransferWays(chooseBases(resources, body.bases));
    const graph = drawWhichTransfer(dataset, ways, body.precision);
    return startRun(
      this.services,
      caller,
      { graph, overrides: {}, rerun: [], priority: 'normal' },
      idempotencyKey,
    );
  }

  @Handle(routes.getWhichTransfer)
  async get(
    @Input() { caller, params }: RouteInput<Routes['getWhichTransfer']>,
  ): Promise<RouteReply<Routes['getWhichTransfer']>> {
    const { database, blobs } = this.services;
    const run = await database.runs.find(caller.workspaceId, params.runId);
    const graph = run && graphSchema.parse(run.version.graph);
    const ways = graph ? readTransferWays(graph) : [];
    if (!run || !graph || ways.length === 0) throw unknownRun();
    return viewWhichTransfer(run, graph, ways, (digest) => blobs.read(digest));
  }
}

function requirePictures(resources: Resources, ref: string): DatasetCard {
  const dataset = resources.find('dataset', ref);
  if (dataset === undefined) {
    throw new UserError({
      status: 404,
      code: 'dataset.unknown',
      message: `There is no data set "${ref}" in this workspace: import it first.`,
    });
  }
  if (dataset.element.kind === 'image') return dataset;
  throw new UserError({
    code: 'which_transfer.no_pictures',
    message: `"${dataset.name}" holds no pictures. Which transfer? compares ways to transfer to pictures only.`,
  });
}

function chooseBases(resources: Resources, wanted: readonly string[] | undefined): BaseCard[] {
  const known = listPictureBases(resources);
  if (wanted === undefined) return known;
  return wanted.map((ref) => {
    const base = known.find((each) => each.ref === ref);
    if (base !== undefined) return base;
    throw new UserError({
      code: 'which_transfer.unknown_base',
      message: `There is no base model "${ref}" that reads pictures. Known ones: ${known.map((each) => each.ref).join(', ')}.`,
    });
  });
}

function unknownRun(): UserError {
  return new UserError({
    status: 404,
    code: 'which_transfer.unknown',
    message: 'There is no such run in this workspace, or it compares no ways of transferring.',
  });
}
