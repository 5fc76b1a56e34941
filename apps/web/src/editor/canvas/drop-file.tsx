import { useCallback, useState, type ComponentProps, type DragEvent } from 'react';
import { lazyPart } from '../../frame/lazy-part';

// What reads files is loaded with the first one.
const OpenDropped = lazyPart(() => import('./open-dropped').then((part) => part.OpenDropped));

/** A surface that opens an exported model or a saved pipeline that is dropped on it. */
export function DropFile({ children, ...props }: ComponentProps<'div'>) {
  const [over, setOver] = useState(false);
  const [dropped, setDropped] = useState<File | null>(null);
  const forget = useCallback(() => setDropped(null), []);
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setOver(true);
  };
  const onDragLeave = ({ currentTarget, relatedTarget }: DragEvent) => {
    if (relatedTarget instanceof Node && currentTarget.contains(relatedTarget)) return;
    setOver(false);
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file === undefined) return;
    event.preventDefault();
    setDropped(file);
  };
  return (
    <div {...props} data-dropping={over || undefined} {...{ onDragOver, onDragLeave, onDrop }}>
      {children}
      {dropped !== null && <OpenDropped key={dropped.name} file={dropped} onRefused={forget} />}
    </div>
  );
}
