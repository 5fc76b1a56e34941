import { inspectPlain, type Catalogue, type Graph } from '@graft/graph';
import type { RunProgress, StepProgress } from '../../runs/run-progress';

/** What the rules of graphs say about graphs with components. */
export interface GraphRules {
  readonly inspect: typeof inspectPlain;
  /** The catalogue with the components of a graph. */
  readonly extend: (catalogue: Catalogue, components: Graph['components']) => Catalogue;
  /** The graph without components that no node stands for. */
  readonly tidy: (graph: Graph) => Graph;
  /** The steps of the nodes inside a component as one; null for any other node. */
  readonly sumSteps: (run: RunProgress, nodeId: string) => StepProgress | null;
}

// Most pipelines have no component: the rest of the rules is loaded with the first one.
let rules: GraphRules = {
  inspect: inspectPlain,
  extend: (catalogue) => catalogue,
  tidy: (graph) => graph,
  sumSteps: () => null,
};
let loading: Promise<void> | null = null;

/** The rules as far as they are loaded. */
export function knownRules(): GraphRules {
  return rules;
}

/** True for a graph that the rules which are loaded can't read. */
export function needsRules({ components }: Pick<Graph, 'components'>): boolean {
  return components !== undefined && rules.inspect === inspectPlain;
}

/** Loads all rules, once; what could not be loaded is asked for again. */
export function loadRules(): Promise<void> {
  loading ??= import('../components/component-rules').then(
    ({ COMPONENT_RULES }) => {
      rules = COMPONENT_RULES;
    },
    (thrown: unknown) => {
      loading = null;
      throw thrown;
    },
  );
  return loading;
}
