import type { z } from 'zod';
import type { DatasetCard, Selection } from './dataset-summary';
import type { GraphEdge } from './graph';
import type { Issue } from './issue';
import type { JsonObject } from './json';
import type { PortDefinition, PortMap, SummaryOf } from './ports';

/** Queue on which a step runs. */
export type ResourceClass = 'io' | 'cpu' | 'gpu';

export const NODE_GROUPS = ['data', 'model', 'learn', 'evaluate', 'deliver', 'component'] as const;
export type NodeGroup = (typeof NODE_GROUPS)[number];

/** What graphs may refer to by name. @graft/model adds `base`. */
export interface ResourceCards {
  dataset: DatasetCard;
}

/** A snapshot of what exists, so that check and infer stay pure and synchronous. */
export interface Resources {
  find<Type extends keyof ResourceCards>(type: Type, ref: string): ResourceCards[Type] | undefined;
  list<Type extends keyof ResourceCards>(type: Type): readonly ResourceCards[Type][];
}

export interface NodeContext {
  /** Id of the node itself: the source of what it produces. */
  readonly nodeId: string;
  readonly resources: Resources;
  /** What each input port is wired to, so that a fix can name the wires it changes. */
  readonly wires: Readonly<Record<string, readonly GraphEdge['from'][]>>;
}

type ValueOf<Port extends PortDefinition> = Port extends { many: true }
  ? readonly SummaryOf<Port['type']>[]
  : Port extends { optional: true }
    ? SummaryOf<Port['type']> | undefined
    : SummaryOf<Port['type']>;

export type InputSummaries<Ports extends PortMap> = {
  readonly [Name in keyof Ports]: ValueOf<Ports[Name]>;
};
export type OutputSummaries<Ports extends PortMap> = {
  readonly [Name in keyof Ports]: SummaryOf<Ports[Name]['type']>;
};

/** An Issue found by a node's own check; node id and code prefix are added by validateGraph. */
export type NodeIssue = Omit<Issue, 'nodeId' | 'severity'> & { severity?: Issue['severity'] };

/** How a data recipe node selects examples when a step runs. Pure and deterministic. */
export interface DataSelector<Params> {
  select(selection: Selection, params: Params, port: string): Selection;
  /** Its outputs partition its input: features are extracted before it, so any split reuses them. */
  readonly partitions?: true;
}

/** A pair of ports through which a step runs examples through a model. */
export interface ModelReading {
  readonly model: string;
  readonly data: readonly string[];
  /** Data ports through which the step learns: they see augmented examples, all others do not. */
  readonly augmented?: readonly string[];
  /**
   * A data port without wires: the step finds there what the model has learned from, where that comes
   * from a data set that it reads anyway.
   */
  readonly learned?: string;
  /**
   * The step chooses how exactly frozen layers are computed: a parameter that is `exact` or `fast`,
   * and the port whose examples show what values occur. Without it they are computed as they were
   * when the model was trained.
   */
  readonly precision?: { readonly parameter: string; readonly calibration: string };
}

/** What the compiler needs to know of a node that runs. */
export interface StepDeclaration<Params> {
  /** Raise it when the same inputs would give another result: old cache entries are then left alone. */
  readonly implementation: number;
  readonly resource: ResourceClass;
  /** False for steps with an effect outside their outputs (registering a model). */
  readonly cacheable: boolean;
  /** A training loop: it can be ended early, and its learning rate changed, while it runs. */
  readonly changeable?: true;
  timeLimitSeconds(params: Params): number;
  /** Lets the compiler run the frozen prefix once per example instead of once per epoch. */
  readonly reads?: ModelReading;
  /** The step trains as `learningRate` and its other training parameters say: the rate can be searched for. */
  readonly searchesLearningRate?: true;
  /**
   * The models that the step builds, by port, where they differ from the wired ones (fine-tuning
   * unfreezes blocks first). Default: the wired ones.
   */
  prepareModel?(model: SummaryOf<'model'>, params: Params, port: string): SummaryOf<'model'>;
  /** The parameters that decide the result, canonical; default: all of them. */
  stepParams?(params: Params): JsonObject;
}

/** A field of the form, by the dotted path of the parameter. */
export interface FieldHint {
  readonly title: string;
  readonly help: string;
  readonly advanced?: true;
  readonly widget?:
    'log-slider' | 'slider' | 'dataset' | 'base' | 'layer' | 'classes' | 'text-area';
  readonly unit?: string;
  /** Parameters that must have these values for this one to count: choosing it sets them too. */
  readonly alongside?: JsonObject;
}

export interface NodeDefinition<
  Params extends z.ZodObject = z.ZodObject,
  Inputs extends PortMap = PortMap,
  Outputs extends PortMap = PortMap,
> {
  readonly kind: string;
  readonly version: number;
  readonly group: NodeGroup;
  /** Plain name for the palette; in the basic palette when `basic`. */
  readonly title: string;
  readonly basic?: true;
  /** One line: what it does. */
  readonly summary: string;
  /** Markdown: what, when to use it, typical values, source. */
  readonly docs: string;
  readonly inputs: Inputs;
  readonly outputs: Outputs;
  /** The only truth about parameters: type, form, validation, defaults, docs. A strict object. */
  readonly params: Params;
  readonly fields: { readonly [Name in keyof z.infer<Params>]: FieldHint };
  /** Everything wrong with these inputs and parameters, with a fix where one exists. */
  check(
    inputs: InputSummaries<Inputs>,
    params: z.infer<Params>,
    context: NodeContext,
  ): readonly NodeIssue[];
  /** What comes out. Called only when check found no error. */
  infer(
    inputs: InputSummaries<Inputs>,
    params: z.infer<Params>,
    context: NodeContext,
  ): OutputSummaries<Outputs>;
  /** Brings parameters of an older version to this one. */
  migrate?(params: JsonObject, fromVersion: number): JsonObject;
  /** Today's name of each parameter that an older version called otherwise: what points at it finds it again. */
  readonly renamed?: Readonly<Record<string, string>>;
  readonly data?: DataSelector<z.infer<Params>>;
  readonly step?: StepDeclaration<z.infer<Params>>;
}

/** A definition whose exact parameter and port types are forgotten: what catalogues hold. */
export interface AnyNodeDefinition extends Omit<
  NodeDefinition,
  'check' | 'infer' | 'data' | 'step' | 'fields'
> {
  readonly fields: Readonly<Record<string, FieldHint>>;
  check(inputs: never, params: never, context: NodeContext): readonly NodeIssue[];
  infer(inputs: never, params: never, context: NodeContext): Readonly<Record<string, unknown>>;
  readonly data?: DataSelector<never>;
  readonly step?: StepDeclaration<never>;
}

/** Types a node definition: parameters, inputs and outputs are inferred from the object itself. */
export function defineNode<
  Params extends z.ZodObject,
  const Inputs extends PortMap,
  const Outputs extends PortMap,
>(definition: NodeDefinition<Params, Inputs, Outputs>): NodeDefinition<Params, Inputs, Outputs> {
  return definition;
}

/** The closed list of node kinds. A Map: `constructor` and `__proto__` are unknown kinds. */
export type Catalogue = ReadonlyMap<string, AnyNodeDefinition>;
