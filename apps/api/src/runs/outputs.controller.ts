import { pipeline } from 'node:stream/promises';
import { routes, type Routes } from '@graft/contracts';
import { UserError } from '@graft/errors';
import type { Artifact } from '@graft/plan';
import { Controller, Inject, Res } from '@nestjs/common';
import type { ApiResponse } from '../platform/api-request';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { SERVICES, type Services } from '../platform/services';
import { listConfused } from './list-confused';
import { readOutputs } from './view-run';

/** A report of 100,000 examples of ten classes has about 30 MiB. */
const LARGEST_REPORT = 128 * 1024 ** 2;

/** What the steps of a run have made. */
@Controller()
export class OutputsController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.getOutput)
  async download(
    @Input() { caller, params }: RouteInput<Routes['getOutput']>,
    @Res() response: ApiResponse,
  ): Promise<void> {
    const artifact = await this.find(caller.workspaceId, params);
    const content = await this.services.blobs.open(artifact.digest);
    response.set({
      'content-type': 'application/octet-stream',
      'content-length': String(artifact.bytes),
      'content-disposition': `attachment; filename="${params.output.replace(/[^\w.-]/g, '_')}"`,
      'content-security-policy': "default-src 'none'; sandbox",
      etag: `"${artifact.digest}"`,
    });
    await pipeline(content, response);
  }

  @Handle(routes.listConfused)
  async listConfused(
    @Input() { caller, params, query }: RouteInput<Routes['listConfused']>,
  ): Promise<RouteReply<Routes['listConfused']>> {
    const { blobs, examples } = this.services;
    const { digest, bytes, kind } = await this.find(caller.workspaceId, params);
    if (kind !== 'report' || bytes > LARGEST_REPORT) throw noReport();
    const manifest = await examples.load(caller.workspaceId, query.dataset);
    return listConfused(JSON.parse((await blobs.read(digest)).toString()), manifest, query);
  }

  private async find(
    workspaceId: string,
    { runId, stepId, output }: RouteInput<Routes['getOutput']>['params'],
  ): Promise<Artifact> {
    const run = await this.services.database.runs.find(workspaceId, runId);
    const step = run?.steps.find((each) => each.stepId === stepId);
    const artifacts = new Map(Object.entries((step && readOutputs(step))?.artifacts ?? {}));
    const artifact = artifacts.get(output);
    if (!artifact) throw unknownOutput();
    if (!(await this.services.blobs.has(artifact.digest))) throw goneOutput();
    return artifact;
  }
}

function goneOutput(): UserError {
  return new UserError({
    status: 410,
    code: 'output.gone',
    message: 'This result has left the cache to make room: start the run again to compute it anew.',
  });
}

function unknownOutput(): UserError {
  return new UserError({
    status: 404,
    code: 'output.unknown',
    message: 'There is no such output: the step may not have ended yet.',
  });
}

function noReport(): UserError {
  return new UserError({
    code: 'output.no_report',
    message: 'This output is no report, or too large a one to look into.',
  });
}
