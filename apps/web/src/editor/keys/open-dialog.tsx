import { lazy, Suspense } from 'react';
import type { Saving } from '../saving/use-saving';
import { useDialogs } from './editor-dialogs';

const KeysOverlay = lazy(() =>
  import('./keys-overlay').then((part) => ({ default: part.KeysOverlay })),
);
const ConnectMenu = lazy(() =>
  import('./connect-menu').then((part) => ({ default: part.ConnectMenu })),
);
const FindMenu = lazy(() =>
  import('../find/find-menu').then((part) => ({ default: part.FindMenu })),
);
const HistoryDialog = lazy(() =>
  import('../history/history-dialog').then((part) => ({ default: part.HistoryDialog })),
);
const CodeDialog = lazy(() =>
  import('../code/code-dialog').then((part) => ({ default: part.CodeDialog })),
);

const MakeComponent = lazy(() =>
  import('../components/make-component').then((part) => ({ default: part.MakeComponent })),
);
const InsideDialog = lazy(() =>
  import('../components/inside-dialog').then((part) => ({ default: part.InsideDialog })),
);

/** The dialog that was asked for; its code is loaded then. */
export function OpenDialog({ pipelineId, saving }: { pipelineId: string; saving: Saving }) {
  const { open, close } = useDialogs();
  return (
    <Suspense fallback={null}>
      {open === 'keys' && <KeysOverlay onClose={close} />}
      {open === 'find' && <FindMenu onClose={close} />}
      {open === 'connect' && <ConnectMenu onClose={close} />}
      {open === 'code' && <CodeDialog onClose={close} />}
      {open === 'component' && <MakeComponent onClose={close} />}
      {open === 'inside' && <InsideDialog onClose={close} />}
      {open === 'history' && (
        <HistoryDialog pipelineId={pipelineId} saving={saving} onClose={close} />
      )}
    </Suspense>
  );
}
