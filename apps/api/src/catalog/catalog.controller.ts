import { routes, type BaseSummary, type NodeCard, type Routes } from '@graft/contracts';
import type { AnyNodeDefinition, PortMap } from '@graft/graph';
import { countParameters, listBlocks, type BaseCard } from '@graft/model';
import { catalogue } from '@graft/nodes';
import { Controller, Inject } from '@nestjs/common';
import { z } from 'zod';
import { snapshotResources } from '../graphs/workspace-resources';
import { Handle, Input, type RouteInput, type RouteReply } from '../platform/handle';
import { SERVICES, type Services } from '../platform/services';
import { requireBase } from './require-base';

@Controller()
export class CatalogController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.getCatalog)
  async get(
    @Input() { caller }: RouteInput<Routes['getCatalog']>,
  ): Promise<RouteReply<Routes['getCatalog']>> {
    const resources = await snapshotResources(this.services, caller.workspaceId);
    return {
      nodes: [...describeNodes()],
      datasets: resources.list('dataset').map(({ classes, coverage, nearDuplicates, ...card }) => {
        const known = {
          ...(coverage === undefined ? {} : { coverage: [...coverage] }),
          ...(nearDuplicates === undefined ? {} : { nearDuplicates }),
        };
        return { ...card, classes: [...classes], ...known };
      }),
      bases: resources.list('base').map(describeBase),
    };
  }

  @Handle(routes.getBase)
  async getBase(
    @Input() { caller, params }: RouteInput<Routes['getBase']>,
  ): Promise<RouteReply<Routes['getBase']>> {
    const resources = await snapshotResources(this.services, caller.workspaceId);
    return requireBase(resources, params.ref);
  }
}

let cards: readonly NodeCard[] | undefined;

/** The kinds are those of this program: they are described once. */
function describeNodes(): readonly NodeCard[] {
  return (cards ??= [...catalogue.values()].map(describeNode));
}

function describeNode(node: AnyNodeDefinition): NodeCard {
  const { kind, version, group, title, summary, docs } = node;
  return {
    ...{ kind, version, group, title, summary, docs },
    basic: node.basic ?? false,
    inputs: describePorts(node.inputs),
    outputs: describePorts(node.outputs),
    params: z.toJSONSchema(node.params, { io: 'input', unrepresentable: 'any' }),
    fields: Object.fromEntries(
      Object.entries(node.fields).map(([name, hint]) => [name, { ...hint }]),
    ),
    runs: node.step !== undefined,
    changeable: node.step?.changeable === true,
  };
}

function describePorts(ports: PortMap): NodeCard['inputs'] {
  return Object.fromEntries(
    Object.entries(ports).map(([name, { type, title, optional, many }]) => [
      name,
      { type, title, optional: optional ?? false, many: many ?? false },
    ]),
  );
}

const summaries = new WeakMap<BaseCard['spec'], BaseSummary>();

/** A base in short; counted once, because a spec never changes. */
export function describeBase(card: BaseCard): BaseSummary {
  const known = summaries.get(card.spec);
  if (known?.ref === card.ref) return known;
  const summary = countBase(card);
  summaries.set(card.spec, summary);
  return summary;
}

function countBase({ ref, name, digest, licence, spec }: BaseCard): BaseSummary {
  const { input } = spec;
  return {
    ...{ ref, name, digest, licence },
    layers: spec.layers.length,
    parameters: countParameters(spec).total,
    input:
      input.kind === 'image'
        ? `${input.width} x ${input.height} x ${input.channels}`
        : input.kind === 'tokens'
          ? `${input.length} words`
          : `${input.size} numbers`,
    classes: spec.labels?.length ?? null,
    blocks: [...listBlocks(spec)],
  };
}
