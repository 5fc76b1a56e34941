import { Tooltip } from '@mantine/core';
import { useStore } from 'zustand';
import { Check, CloudOff, LoaderCircle, TriangleAlert } from 'lucide-react';
import * as words from '#words/saving';
import { uncommitted } from '../form/late-commit';
import type { SaveState } from './autosave';
import type { Saving } from './use-saving';

/** "Saved", "Saving", or what stands in the way. */
export function SaveLight({ light }: Pick<Saving, 'light'>) {
  const saved = useStore(light);
  const typing = useStore(uncommitted, (count) => count > 0);
  const state: SaveState = typing && saved.kind === 'saved' ? { kind: 'changed' } : saved;
  const { icon, word, more } = describe(state);
  return (
    <Tooltip label={more}>
      <span className="save-light numbers" data-kind={state.kind} role="status">
        {icon}
        {word}
      </span>
    </Tooltip>
  );
}

function describe(state: SaveState) {
  switch (state.kind) {
    case 'saved':
      return { icon: <Check size={14} />, word: words.saved, more: words.everythingIsOnTheServer };
    case 'changed':
    case 'saving':
      return { icon: <LoaderCircle size={14} />, word: words.saving, more: words.beingSaved };
    case 'failed':
      return {
        icon: <CloudOff size={14} />,
        word: words.notSaved,
        more: words.yourChangesAreKeptInThis(state.message),
      };
    case 'conflict':
      return {
        icon: <TriangleAlert size={14} />,
        word: words.changedElsewhere,
        more: words.savedInBetween,
      };
  }
}
