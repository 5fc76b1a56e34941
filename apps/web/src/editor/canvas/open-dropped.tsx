import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import * as words from '#words/canvas';
import { usePipelines } from '../../client/queries';
import { readGraphFile } from '../../start/read-graph-file';
import { useOpenGraph } from '../../start/use-open-graph';

interface OpenDroppedProps {
  file: File;
  /** The file is no graph, and the person was told so. */
  onRefused: () => void;
}

/** Opens an exported model or a saved pipeline; nothing is seen of it but the pipeline that comes. */
export function OpenDropped({ file, onRefused }: OpenDroppedProps) {
  const { open } = useOpenGraph();
  // The new pipeline needs a name that none has.
  const known = !usePipelines().isPending;
  const taken = useRef(false);
  useEffect(() => {
    if (!known || taken.current) return;
    taken.current = true;
    void readGraphFile(file).then(({ graph, problem }) => {
      if (graph !== undefined) return open(file.name, graph);
      notifications.show({ color: 'red', title: words.cantBeOpened(file.name), message: problem });
      onRefused();
    });
  }, [known, file, open, onRefused]);
  return null;
}
