import { notifications } from '@mantine/notifications';
import { useState, type ComponentProps, type DragEvent } from 'react';
import * as words from '#words/canvas';
import { useOpenGraph } from '../../start/use-open-graph';

/** A surface that opens an exported model or a saved pipeline that is dropped on it. */
export function DropFile(props: ComponentProps<'div'>) {
  const { open } = useOpenGraph();
  const [over, setOver] = useState(false);
  const take = async (file: File) => {
    // What reads files is loaded with the first one.
    const { readGraphFile } = await import('../../start/read-graph-file');
    const { graph, problem } = await readGraphFile(file);
    if (graph !== undefined) return open(file.name, graph);
    notifications.show({ color: 'red', title: words.cantBeOpened(file.name), message: problem });
  };
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
    void take(file);
  };
  return (
    <div {...props} data-dropping={over || undefined} {...{ onDragOver, onDragLeave, onDrop }} />
  );
}
