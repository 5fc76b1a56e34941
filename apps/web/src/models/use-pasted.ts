import { useEffect, useRef } from 'react';
import type { Upload } from './shown-upload';

/** Takes the picture or the text that is pasted anywhere on the page but into a field. */
export function usePasted(onUpload: (upload: Upload) => void): void {
  const take = useRef(onUpload);
  useEffect(() => {
    take.current = onUpload;
  });
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const upload = isField(event.target) ? null : readPasted(event.clipboardData);
      if (upload === null) return;
      event.preventDefault();
      take.current(upload);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, []);
}

/** What takes text itself: a box that is ticked does not. */
const FIELDS = 'textarea, input:not([type=checkbox], [type=radio], [type=file])';

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(FIELDS) !== null;
}

function readPasted(data: DataTransfer | null): Upload | null {
  const picture = [...(data?.files ?? [])].find(({ type }) => type.startsWith('image/'));
  if (picture !== undefined) return { bytes: picture, name: picture.name };
  const text = data?.getData('text/plain').trim() ?? '';
  return text === '' ? null : asUpload(text);
}

/** A text as what a model is asked about. */
export function asUpload(text: string): Upload {
  return { bytes: new Blob([text], { type: 'text/plain' }), name: 'text' };
}
