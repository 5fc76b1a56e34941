import { Modal } from '@mantine/core';
import { useMemo } from 'react';
import * as words from '#words/find';
import { SearchList } from '../keys/search-list';
import { useEditorStore } from '../store/editor-context';
import { listCanvasParts, searchParts } from './find-parts';

/** Goes to a node, note or frame by its name. */
export function FindMenu({ onClose }: { onClose: () => void }) {
  const store = useEditorStore();
  const parts = useMemo(() => {
    const { history, catalogue, issuesOf } = store.getState();
    return listCanvasParts(history.present, catalogue, issuesOf);
  }, [store]);
  return (
    <Modal opened onClose={onClose} title={words.findOnTheCanvas} returnFocus={false}>
      <SearchList
        id="find"
        label={words.nodes}
        placeholder={words.nameOrKind}
        nothing={words.nothingOnTheCanvasIsCalled}
        search={(query) => searchParts(parts, query)}
        describe={({ title, about }) => ({ title, about })}
        onChoose={({ id }) => {
          store.getState().goTo(id, null);
          onClose();
        }}
      />
    </Modal>
  );
}
