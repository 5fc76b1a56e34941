import type { DatasetView } from '@graft/contracts';
import { useState } from 'react';
import { inFolder, suggestName } from './describe-files';
import { useImport } from './use-import';
import { isPicture, zipPictures } from './zip-pictures';

export type FileImport = ReturnType<typeof useFileImport>;

/** Files that were chosen, what they shall be called, and how far their import is. */
export function useFileImport(onWhole: (dataset: DatasetView) => void) {
  const [files, setFiles] = useState<File[]>([]);
  const [name, setName] = useState('');
  const [label, setLabel] = useState('');
  const { state, start, choose, fail, reset } = useImport(onWhole);
  /** Pictures that need a class. */
  const loose = files.length > 0 && files.every(isPicture) && !files.some(inFolder);
  const take = (chosen: File[]) => {
    if (chosen.length === 0) return;
    reset();
    setFiles(chosen);
    if (name === '') setName(suggestName(chosen));
  };
  const addPicture = (file: File) => {
    reset();
    setFiles((before) => [...before.filter(isPicture), file]);
  };
  const begin = async () => {
    const [only] = files;
    const whole = files.length === 1 && only && !isPicture(only) ? only : null;
    try {
      const file = whole ?? (await zipPictures(files, label.trim()));
      await start(name.trim(), file, whole?.name ?? 'pictures.zip');
    } catch (thrown) {
      fail(thrown);
    }
  };
  const named = name.trim() !== '' && (!loose || label.trim() !== '');
  const complete = files.length > 0 && named && state.step !== 'done';
  return {
    ...{ files, name, label, loose, state, complete },
    ...{ take, addPicture, setName, setLabel, begin, choose },
  };
}
