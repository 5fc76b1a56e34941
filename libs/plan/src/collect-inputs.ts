import type {
  AnyNodeDefinition,
  GraphInspection,
  DataRecipe,
  OutputRef,
  Summary,
} from '@graft/graph';
import type { ModelSummary } from '@graft/model';

/** What is wired to a step, by what it is. Names of ports that take many wires are numbered. */
export interface StepInputs {
  readonly models: ReadonlyMap<string, ModelSummary>;
  readonly data: ReadonlyMap<string, DataRecipe>;
  readonly artifacts: ReadonlyMap<string, readonly OutputRef[]>;
}

/** Gathers the inputs of a node by the type of each value, never by the node's kind. */
export function collectInputs(
  nodeId: string,
  definition: AnyNodeDefinition,
  inspection: GraphInspection,
): StepInputs {
  const models = new Map<string, ModelSummary>();
  const data = new Map<string, DataRecipe>();
  const artifacts = new Map<string, OutputRef[]>();
  for (const [port, { many }] of Object.entries(definition.inputs)) {
    for (const [index, summary] of readPort(nodeId, port, inspection).entries()) {
      const name = many ? `${port}.${index}` : port;
      if (summary.type === 'model') models.set(name, summary);
      else if (summary.type === 'dataset') data.set(name, summary.recipe);
      else artifacts.set(port, [...(artifacts.get(port) ?? []), summary.source]);
    }
  }
  return { models, data, artifacts };
}

function readPort(nodeId: string, port: string, inspection: GraphInspection): Summary[] {
  const sources = inspection.wires.get(nodeId)?.get(port) ?? [];
  return sources.flatMap((source) => inspection.summaries.get(source.node)?.[source.port] ?? []);
}
