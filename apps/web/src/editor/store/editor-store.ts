import {
  applyFix,
  migrateNodes,
  removeParts,
  setParams,
  setWorkerLabels,
  wireId,
  type Catalogue,
  type Graph,
  type InspectionMemory,
  type Resources,
} from '@graft/graph';
import { applyEdgeChanges } from '@xyflow/react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { sizeCard, UNKNOWN_SIZE } from '../card-size';
import { arrangeNodes } from '../document/arrange-nodes';
import { copyParts, pasteGraph } from '../document/copy-graph';
import { addNode, connect, moveNodes, renameNode } from '../document/edit-graph';
import { removeFrames } from '../document/edit-frames';
import { commit, redo, startHistory, undo, type EditHistory } from '../document/edit-history';
import { removeNotes } from '../document/edit-notes';
import { removeAndHeal, spliceNode } from '../document/heal-graph';
import { toggleMode } from '../document/toggle-mode';
import { createAnnotationActions, listSelected, listWithContent } from './annotation-actions';
import { listCanvasIds, sortIds, syncFrames, syncNotes } from './annotation-view';
import { applyChanges, endsMovement, listPlaces, movePlaced } from './canvas-changes';
import { NOTHING_CARRIED, takeContent } from './carry-content';
import { derive, layOut, listStale } from './derive-state';
import type { EditorState } from './editor-state';
import { knownRules, loadRules, needsRules } from './graph-rules';
import { syncCards, syncWires } from './flow-view';
import { createWireActions } from './wire-actions';

const NO_VERSIONS: ReadonlyMap<string, number> = new Map();

export type EditorStore = StoreApi<EditorState>;

interface Opened {
  catalogue: Catalogue;
  resources: Resources;
  graph: Graph;
}

/** Opens a document for editing. */
export function createEditorStore({ catalogue: base, resources, ...given }: Opened): EditorStore {
  const memory: InspectionMemory = new Map();
  const graph = migrateNodes(given.graph, base);
  const whole = knownRules().extend(base, graph.components);
  const placed = graph.nodes.every((node) => node.position) ? graph : layOut(graph, whole);
  const opened = derive(placed, { base, resources, ran: null, memory });
  return createStore<EditorState>((set, get) => {
    const show = (history: EditHistory<Graph>, selected: ReadonlySet<string> | null = null) => {
      const state = get();
      const next = history.present;
      const derived = derive(next, { ...state, base, memory });
      set({
        history,
        cards: syncCards({ graph: next, ...derived }, state.cards, selected),
        wires: syncWires({ graph: next, ...derived }, state.wires),
        notes: syncNotes(next, state.notes, selected),
        frames: syncFrames(next, state.frames, selected),
        ...derived,
      });
      if (needsRules(next)) void loadRules().then(() => show(get().history));
    };
    const change = (next: Graph, key?: string, selected: ReadonlySet<string> | null = null) => {
      const mark = key === undefined ? null : { key, at: Date.now() };
      show(commit(get().history, knownRules().tidy(next), mark), selected);
    };
    const present = () => get().history.present;
    return {
      resources,
      history: startHistory(placed),
      cards: syncCards({ graph: placed, ...opened }, []),
      wires: syncWires({ graph: placed, ...opened }, []),
      newest: NO_VERSIONS,
      editing: null,
      notes: syncNotes(placed, []),
      frames: syncFrames(placed, []),
      carried: NOTHING_CARRIED,
      lifted: null,
      writing: null,
      ran: null,
      ...opened,
      focus: null,

      changeCards(changes) {
        const all = takeContent(get(), changes);
        set({ ...applyChanges(get(), all.changes), carried: all.carried });
        if (endsMovement(changes)) get().settleCards();
      },
      changeWires: (changes) => set({ wires: applyEdgeChanges(changes, get().wires) }),
      settleCards() {
        const moved = movePlaced(present(), listPlaces(get()));
        if (moved === present()) return;
        const byId = new Map(moved.nodes.map((node) => [node.id, node]));
        set({ history: commit(get().history, moved), byId });
      },
      add(definition, place, wire) {
        const added = addNode(present(), definition, place);
        const edge = wire?.(added.id) ?? null;
        const wired = edge === null ? null : connect(added.graph, get().catalogue, edge);
        change(wired?.ok ? wired.graph : added.graph, undefined, new Set([added.id]));
        return added.id;
      },
      addOnWire(definition, place, id) {
        const added = addNode(present(), definition, place);
        const wire = present().edges.find((edge) => wireId(edge) === id);
        const spliced = wire && spliceNode(added.graph, get().catalogue, added.id, wire);
        change(spliced ?? added.graph, undefined, new Set([added.id]));
      },
      putOnWire(nodeId, id) {
        const { edges } = present();
        const wire = edges.find((edge) => wireId(edge) === id);
        const wired = edges.some(({ from, to }) => from.node === nodeId || to.node === nodeId);
        if (wire !== undefined && !wired) {
          change(spliceNode(present(), get().catalogue, nodeId, wire) ?? present());
        }
      },
      ...createWireActions({ get, set, change }),
      ...createAnnotationActions({ get, set, change }),
      removeSelected() {
        const wires = get().wires.flatMap((wire) => (wire.selected ? [wire.id] : []));
        const { nodes, notes, frames } = sortIds(listSelected(get()));
        const kept = removeFrames(removeNotes(present(), notes), frames);
        const left = removeParts(kept, { wires });
        change(removeAndHeal(left, get().catalogue, nodes));
      },
      toggleMode(mode) {
        const { nodes } = sortIds(listSelected(get()));
        const toggled = toggleMode(present(), get().catalogue, nodes, mode);
        if (!toggled.ok) return toggled.reason;
        change(toggled.graph);
        return null;
      },
      arrange(how) {
        const boxes = get().cards.flatMap(({ id, selected, position }) => {
          const definition = get().catalogue.get(get().byId.get(id)?.kind ?? '');
          const size = definition === undefined ? UNKNOWN_SIZE : sizeCard(definition);
          return selected ? [{ id, ...position, ...size }] : [];
        });
        change(moveNodes(present(), arrangeNodes(boxes, how)));
      },
      replace(next, selected = []) {
        const chosen = selected.length === 0 ? null : new Set(selected);
        change(migrateNodes(next, get().catalogue), undefined, chosen);
      },
      setParams(nodeId, params) {
        const key = `${nodeId}:${Object.keys(params).sort().join()}`;
        change(setParams(present(), nodeId, params), key);
      },
      setWorkerLabels: (nodeId, labels) => change(setWorkerLabels(present(), nodeId, labels)),
      rename: (nodeId, title) => change(renameNode(present(), nodeId, title), `${nodeId}:title`),
      renamePipeline: (name) => {
        if (name !== present().name) change({ ...present(), name });
      },
      fix: (fix, near) => change(applyFix(present(), fix, near)),
      select(ids) {
        const [chosen, { cards, notes, frames }] = [new Set(ids), get()];
        set({
          cards: syncCards({ graph: present(), ...get() }, cards, chosen),
          notes: syncNotes(present(), notes, chosen),
          frames: syncFrames(present(), frames, chosen),
        });
      },
      copySelected() {
        const ids = listWithContent(get());
        return ids.length === 0 ? null : knownRules().tidy(copyParts(present(), sortIds(ids)));
      },
      paste(copied, shift) {
        const today = migrateNodes(copied, get().catalogue);
        const { graph: pasted, parts } = pasteGraph(present(), today, shift);
        change(pasted, undefined, new Set(listCanvasIds(parts)));
      },
      place: (places) => change(movePlaced(present(), places)),
      undo: () => show(undo(get().history)),
      redo: () => show(redo(get().history)),
      goTo(nodeId, field) {
        const count = (get().focus?.count ?? 0) + 1;
        get().select([nodeId]);
        set({ focus: { nodeId, field, count } });
      },
      setResources(next) {
        if (next === get().resources) return;
        const state = { ...get(), resources: next };
        set({ resources: next, ...derive(present(), { ...state, base, memory }) });
      },
      setRan(ran) {
        set({ ran, stale: listStale(present(), ran) });
      },
      setNewest: (newest) => set({ newest }),
      setEditing: (editing) => set({ editing }),
    };
  });
}
