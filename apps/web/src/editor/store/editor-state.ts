import type {
  AnyNodeDefinition,
  Catalogue,
  Fix,
  Graph,
  GraphEdge,
  GraphFrame,
  GraphInspection,
  GraphNode,
  Issue,
  JsonObject,
  NodeMode,
  Resources,
} from '@graft/graph';
import type { EdgeChange, NodeChange } from '@xyflow/react';
import type { EditSession } from '../components/edit-session';
import type { Arrangement } from '../document/arrange-nodes';
import type { Place } from '../document/edit-graph';
import type { EditHistory } from '../document/edit-history';
import type { NodeSize } from '../document/layout-graph';
import type { CanvasNode, FrameNode, NoteNode } from './annotation-view';
import type { Area } from './canvas-changes';
import type { Carried } from './carry-content';
import type { CardNode, WireEdge } from './flow-view';

/** The open pipeline: its document, what is selected, and what the rules say about it. */
export interface EditorState {
  /** With the components of the document. */
  readonly catalogue: Catalogue;
  readonly resources: Resources;
  readonly history: EditHistory<Graph>;
  readonly byId: ReadonlyMap<string, GraphNode>;
  /** What people call the nodes, by id; no two have the same name. */
  readonly names: ReadonlyMap<string, string>;
  readonly cards: CardNode[];
  readonly wires: WireEdge[];
  /** The wire whose end a person holds. */
  readonly lifted: string | null;
  readonly notes: NoteNode[];
  readonly frames: FrameNode[];
  /** What the frames that are being dragged take along. */
  readonly carried: Carried;
  /** The note or frame, by its id on the canvas, that a person writes into. */
  readonly writing: string | null;
  readonly inspection: GraphInspection;
  readonly issuesOf: ReadonlyMap<string, readonly Issue[]>;
  /** The graph of the run that is shown, to tell what was changed since. */
  readonly ran: Graph | null;
  readonly stale: ReadonlySet<string>;
  /** Newest version of each component of the workspace, by its id, as far as it was asked for. */
  readonly newest: ReadonlyMap<string, number>;
  /** The inside of a component that lies among the nodes to be changed. */
  readonly editing: EditSession | null;
  /** Where a person was sent by a click in the list of problems. */
  readonly focus: { nodeId: string; field: string | null; count: number } | null;

  /** Something was moved, selected, resized or measured on the canvas. */
  changeCards: (changes: NodeChange<CanvasNode>[]) => void;
  changeWires: (changes: EdgeChange<WireEdge>[]) => void;
  /** Writes what was moved on the canvas into the document: one step of undo. */
  settleCards: () => void;
  add: (
    definition: AnyNodeDefinition,
    place: Place,
    wire?: (id: string) => GraphEdge | null,
  ) => string;
  /** Adds a node, into a wire where one is named and the node fits it. */
  addOnWire: (definition: AnyNodeDefinition, place: Place, wireId: string | null) => void;
  /** Puts a node that has no wires yet into a wire, where it fits. */
  putOnWire: (nodeId: string, wireId: string) => void;
  /** Draws a wire; the sentence says why it can't be. */
  connect: (wire: GraphEdge) => string | null;
  /** Draws a wire in the place of another one; the sentence says why it can't be. */
  reconnect: (wireId: string, wire: GraphEdge) => string | null;
  /** Takes the end of a wire off its port, or lets it go again. */
  lift: (wireId: string | null) => void;
  /** Puts a note on the canvas, ready to be written into. */
  addNote: (place: Place) => void;
  /** Opens a note, or the title of a frame, for writing. */
  startWriting: (canvasId: string) => void;
  /** Ends writing; a note without any text is removed. */
  writeNote: (noteId: string, text: string) => void;
  /** Draws a frame around what is selected, or at a place where nothing is; ready to be named. */
  addFrame: (elsewhere: Place & NodeSize) => void;
  /** Ends writing; a frame keeps its title when the new one is empty. */
  changeFrame: (frameId: string, change: Partial<Pick<GraphFrame, 'title' | 'colour'>>) => void;
  /** Pulls the border of a frame to what lies on it. */
  fitFrame: (frameId: string) => void;
  /** Removes the selected frames; what lies on them stays. */
  removeFrames: () => void;
  /** Selects what lies on the selected frames, too. */
  selectContent: () => void;
  /** Removes what is selected; what a node stood between is joined where the types fit. */
  removeSelected: () => void;
  /** Mutes or bypasses the selected nodes, or uses them again; the sentence says why that can't be. */
  toggleMode: (mode: NodeMode) => string | null;
  /** Lines up the selected cards. */
  arrange: (how: Arrangement) => void;
  /** Takes another document instead, with these of its nodes selected, as one step that can be undone. */
  replace: (graph: Graph, selected?: readonly string[]) => void;
  removeWires: (ids: readonly string[]) => void;
  setParams: (
    nodeId: string,
    params: Readonly<Record<string, JsonObject[string] | undefined>>,
  ) => void;
  /** Which labels a worker that runs the node must have; none for any worker. */
  setWorkerLabels: (nodeId: string, labels: readonly string[]) => void;
  rename: (nodeId: string, title: string) => void;
  renamePipeline: (name: string) => void;
  fix: (fix: Fix, near?: string) => void;
  select: (ids: readonly string[]) => void;
  /** What is selected, with what lies on selected frames; null for nothing. */
  copySelected: () => Graph | null;
  paste: (copied: Graph, shift: Place) => void;
  /** Puts cards, notes and frames, by their ids on the canvas, elsewhere: one step of undo. */
  place: (places: ReadonlyMap<string, Area>) => void;
  undo: () => void;
  redo: () => void;
  goTo: (nodeId: string, field: string | null) => void;
  setResources: (resources: Resources) => void;
  setRan: (graph: Graph | null) => void;
  setNewest: (newest: ReadonlyMap<string, number>) => void;
  setEditing: (editing: EditSession | null) => void;
}
