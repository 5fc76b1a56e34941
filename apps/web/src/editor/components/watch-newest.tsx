import { useEffect } from 'react';
import { useEditorStore } from '../store/editor-context';
import { useComponents } from './use-components';

/** Tells the document which newer versions of its components the workspace has. */
export function WatchNewest() {
  const store = useEditorStore();
  const { data } = useComponents();
  useEffect(() => {
    if (data === undefined) return;
    const newest = data.map(
      ({ componentId, version }) => [`component:${componentId}`, version] as const,
    );
    store.getState().setNewest(new Map(newest));
  }, [data, store]);
  return null;
}
