export { takeActive, whyNoBypass, type LeftOut } from './active-graph';
export { applyFix } from './apply-fix';
export { migrateNodes } from './migrate-nodes';
export { canonicalise } from './canonical-json';
export { checkComponent } from './components/check-component';
export {
  joinPath,
  outermost,
  pathWithin,
  readComponentKind,
  standsForComponent,
  toNodeId,
  writeComponentKind,
} from './components/component-path';
export { extendCatalogue } from './components/define-component';
export {
  addComponents,
  collectComponents,
  dropUnusedComponents,
  findComponent,
  listBroken,
  unpackComponent,
  updateComponent,
  type Unpacked,
} from './components/edit-components';
export { expandGraph, type ExpandedGraph, type Inside } from './components/expand-components';
export { fieldInside } from './components/field-places';
export { makeComponent, type ComponentWish, type MadeComponent } from './components/make-component';
export {
  checkConnection,
  describeMismatch,
  describePortType,
  type ConnectionVerdict,
  type WireEnd,
} from './check-connection';
export { findClosestName } from './closest-name';
export {
  DATASET_FORMAT,
  datasetManifestSchema,
  elementShapeSchema,
  manifestExampleSchema,
  type DatasetManifest,
  type ManifestExample,
  toExampleRow,
} from './dataset-manifest';
export {
  countExamples,
  FEW_EXAMPLES,
  type ClassCount,
  type Augmentation,
  type TextCoverage,
  type DataOperation,
  type DataRecipe,
  type DatasetCard,
  type DatasetPart,
  type DatasetSummary,
  type ElementShape,
  type ExampleRow,
  type Selection,
} from './dataset-summary';
export { exposeField, isExposed, listAskedFields, type AskedField } from './expose-fields';
export {
  changeNode,
  freeId,
  nodeIds,
  removeParts,
  setMode,
  setParams,
  setWorkerLabels,
  wireId,
} from './edit-graph';
export { describeZodError, type FieldProblem } from './describe-zod-issue';
export { digestJson } from './digest';
export {
  FRAME_COLOURS,
  componentKindSchema,
  GRAPH_FORMAT,
  graphComponentSchema,
  graphEdgeSchema,
  graphFrameSchema,
  graphNodeSchema,
  graphNoteSchema,
  graphSchema,
  MAX_COMPONENTS,
  MAX_EDGES,
  MAX_FRAME_TITLE,
  MAX_FRAMES,
  MAX_NODES,
  MAX_NOTE_LENGTH,
  MAX_NOTES,
  MAX_WORKER_LABELS,
  NODE_MODES,
  sortLabels,
  workerLabelSchema,
  type FrameColour,
  type Graph,
  type GraphComponent,
  type GraphEdge,
  type GraphFrame,
  type GraphNode,
  type ExposedField,
  type GraphNote,
  type NodeMode,
} from './graph';
export type { InspectionMemory } from './inspection-memory';
export { nameNode, nameNodes } from './name-nodes';
export { fixSchema, hasErrors, issueSchema, type Fix, type Issue } from './issue';
export { jsonSchema, type Json, type JsonObject } from './json';
export {
  defineNode,
  NODE_GROUPS,
  type AnyNodeDefinition,
  type Catalogue,
  type DataSelector,
  type FieldHint,
  type InputSummaries,
  type ModelReading,
  type NodeContext,
  type NodeDefinition,
  type NodeGroup,
  type NodeIssue,
  type OutputSummaries,
  type ResourceCards,
  type ResourceClass,
  type Resources,
  type StepDeclaration,
} from './node-definition';
export { issueFromError } from './node-issues';
export { orderNodes, type NodeOrder } from './order-nodes';
export { MAX_GRAPH_LENGTH, parseGraph, type ParsedGraph } from './parse-graph';
export {
  PORT_TYPES,
  type OutputRef,
  type PortDefinition,
  type PortMap,
  type PortSummaries,
  type PortType,
  type ProducedSummary,
  type Summary,
  type SummaryOf,
} from './ports';
export {
  createPcg32,
  createRandom,
  deriveSeed,
  shuffle,
  type Random,
  type StreamPath,
} from './random';
export { selectExamples } from './select-examples';
export { inspectPlain, type GraphInspection } from './inspect-plain';
export { inspectGraph, validateGraph } from './validate-graph';
export {
  groupNearDuplicates,
  groupTwins,
  hashDistance,
  NEAR_DISTANCE,
  type HashedExample,
} from './perceptual-hash';
export { isTooDeep } from './scan-json';
export { datasetChangeSchema, editManifest, type DatasetChange } from './edit-manifest';
