import { lazyPart } from '../../frame/lazy-part';
import type { Saving } from '../saving/use-saving';
import { useDialogs } from './editor-dialogs';

const KeysOverlay = lazyPart(() => import('./keys-overlay').then((part) => part.KeysOverlay));
const ConnectMenu = lazyPart(() => import('./connect-menu').then((part) => part.ConnectMenu));
const FindMenu = lazyPart(() => import('../find/find-menu').then((part) => part.FindMenu));
const HistoryDialog = lazyPart(() =>
  import('../history/history-dialog').then((part) => part.HistoryDialog),
);
const CodeDialog = lazyPart(() => import('../code/code-dialog').then((part) => part.CodeDialog));

const PlanPreview = lazyPart(() => import('../run/plan-preview').then((part) => part.PlanPreview));

const MakeComponent = lazyPart(() =>
  import('../components/make-component').then((part) => part.MakeComponent),
);
const InsideDialog = lazyPart(() =>
  import('../components/inside-dialog').then((part) => part.InsideDialog),
);

interface OpenDialogProps {
  pipelineId: string;
  saving: Saving;
  /** Starts a run. */
  onStart: () => void;
}

/** The dialog that was asked for; its code is loaded then. */
export function OpenDialog({ pipelineId, saving, onStart }: OpenDialogProps) {
  const { open, close } = useDialogs();
  return (
    <>
      {open === 'keys' && <KeysOverlay onClose={close} />}
      {open === 'find' && <FindMenu onClose={close} />}
      {open === 'connect' && <ConnectMenu onClose={close} />}
      {open === 'plan' && <PlanPreview pipelineId={pipelineId} onClose={close} onStart={onStart} />}
      {open === 'code' && <CodeDialog onClose={close} />}
      {open === 'component' && <MakeComponent onClose={close} />}
      {open === 'inside' && <InsideDialog onClose={close} />}
      {open === 'history' && (
        <HistoryDialog pipelineId={pipelineId} saving={saving} onClose={close} />
      )}
    </>
  );
}
