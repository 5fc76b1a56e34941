import type { FinalConnectionState } from '@xyflow/react';
import * as words from '#words/canvas';
import { connect } from '../document/edit-graph';
import type { AddRequest } from '../palette/add-request';
import type { EditorState } from '../store/editor-state';
import { readForWire } from '../store/wire-actions';
import { orderWire } from './order-wire';

export const WRONG_SIDE = words.aWireRunsFromAnOutput;

type Ended = { refused: string } | { add: AddRequest };

/** What follows when a wire is let go over a port that refuses it, or over the empty canvas. */
export function endConnection(
  state: Pick<EditorState, 'history' | 'lifted' | 'catalogue'>,
  event: MouseEvent | TouchEvent,
  { isValid, fromHandle, toHandle }: FinalConnectionState,
): Ended | null {
  if (isValid === true || fromHandle === null) return null;
  const start = { node: fromHandle.nodeId, port: fromHandle.id ?? '' };
  const fromOutput = fromHandle.type === 'source';
  if (toHandle === null) {
    const point = 'changedTouches' in event ? event.changedTouches[0] : event;
    if (point === undefined) return null;
    return { add: { x: point.clientX, y: point.clientY, from: { ...start, fromOutput } } };
  }
  const end = { node: toHandle.nodeId, port: toHandle.id ?? '' };
  if (start.node === end.node && start.port === end.port) return null;
  if (toHandle.type === fromHandle.type) return { refused: WRONG_SIDE };
  const tried = connect(readForWire(state), state.catalogue, orderWire(fromOutput, start, end));
  return tried.ok ? null : { refused: tried.reason };
}
