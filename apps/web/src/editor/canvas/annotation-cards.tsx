import type { NodeProps } from '@xyflow/react';
import { lazyPart } from '../../frame/lazy-part';
import type { FrameNode, NoteNode } from '../store/annotation-view';

// Few canvases have notes or frames: what draws them is loaded with the first one.
const FrameCard = lazyPart(() => import('./frame-card').then((part) => part.FrameCard));
const NoteCard = lazyPart(() => import('./note-card').then((part) => part.NoteCard));

export function Frame(props: NodeProps<FrameNode>) {
  return <FrameCard {...props} />;
}

export function Note(props: NodeProps<NoteNode>) {
  return <NoteCard {...props} />;
}
