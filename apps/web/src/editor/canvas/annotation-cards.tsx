import type { NodeProps } from '@xyflow/react';
import { lazy, Suspense } from 'react';
import type { FrameNode, NoteNode } from '../store/annotation-view';

// Few canvases have notes or frames: what draws them is loaded with the first one.
const FrameCard = lazy(() => import('./frame-card').then((part) => ({ default: part.FrameCard })));
const NoteCard = lazy(() => import('./note-card').then((part) => ({ default: part.NoteCard })));

export function Frame(props: NodeProps<FrameNode>) {
  return (
    <Suspense fallback={null}>
      <FrameCard {...props} />
    </Suspense>
  );
}

export function Note(props: NodeProps<NoteNode>) {
  return (
    <Suspense fallback={null}>
      <NoteCard {...props} />
    </Suspense>
  );
}
