import { Button, Text } from '@mantine/core';
import { RefreshCw } from 'lucide-react';
import * as words from '#words/components';
import { Failure } from '../../frame/failure';
import { useEditor } from '../store/editor-context';
import { listOutdated } from './update-nodes';
import { useUpdate } from './use-update';
import './components.css';

/** Updates of all components of the pipeline at once; nothing where there are none. */
export function UpdateAll() {
  const graph = useEditor(({ history }) => history.present);
  const newest = useEditor((state) => state.newest);
  const outdated = listOutdated(graph, newest);
  const update = useUpdate();
  if (outdated.length === 0) return null;
  return (
    <section className="component component__update" aria-label={words.updates}>
      <Text size="sm" fw={600}>
        {words.updatesAvailable(outdated.length)}
      </Text>
      <Button
        size="compact-sm"
        leftSection={<RefreshCw size={14} aria-hidden />}
        loading={update.isPending}
        onClick={() => update.mutate(outdated)}
      >
        {outdated.length === 1 ? words.update : words.updateAll(outdated.length)}
      </Button>
      <Failure error={update.error} />
    </section>
  );
}
