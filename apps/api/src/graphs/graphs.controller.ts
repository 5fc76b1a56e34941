import { describeSummary, routes, type Routes } from '@graft/contracts';
import { inspectGraph, parseGraph } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { codeParts, writeCode, writeExamples } from '@graft/nodes/code';
import { Controller, Inject } from '@nestjs/common';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { SERVICES, type Services } from '../platform/services';
import { snapshotResources } from './workspace-resources';

@Controller()
export class GraphsController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.validateGraph)
  async validate(
    @Input() { caller, body }: RouteInput<Routes['validateGraph']>,
  ): Promise<RouteReply<Routes['validateGraph']>> {
    const { graph, issues } = parseGraph(body.graph);
    if (!graph) return { issues, summaries: [] };
    const resources = await snapshotResources(this.services, caller.workspaceId);
    const inspection = inspectGraph(graph, catalogue, resources);
    const summaries = Array.from(inspection.summaries, ([nodeId, outputs]) => ({
      nodeId,
      outputs: Object.fromEntries(
        Object.entries(outputs).map(([port, summary]) => [port, describeSummary(summary)]),
      ),
    }));
    return { issues: [...inspection.issues], summaries };
  }

  @Handle(routes.writeCode)
  async writeCode(
    @Input() { caller, body }: RouteInput<Routes['writeCode']>,
  ): Promise<RouteReply<Routes['writeCode']>> {
    const { graph, issues } = parseGraph(body.graph);
    if (!graph) return { issues, files: [] };
    const { workspaceId } = caller;
    const resources = await snapshotResources(this.services, workspaceId);
    const known = { catalogue, resources, parts: codeParts };
    const written = writeCode(graph, body.language, known);
    if (!written.script) return { issues: [...written.issues], files: [] };
    const { examples, installing } = this.services;
    const text = await writeExamples(written, catalogue, async (digest) => {
      // A bundled data set has its card before its examples are there.
      await installing.get(digest);
      return examples.load(workspaceId, digest);
    });
    const files = [written.script, { name: 'examples.json', text }];
    return { issues: [...written.issues], files };
  }
}
