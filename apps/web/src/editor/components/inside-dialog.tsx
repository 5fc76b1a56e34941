import { Anchor, Button, Group, Modal, Text } from '@mantine/core';
import { expandGraph, nameNode, outermost, readComponentKind } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { useMemo, useState } from 'react';
import * as words from '#words/components';
import { useEditorStore } from '../store/editor-context';
import { createEditorStore } from '../store/editor-store';
import { EditComponent } from './edit-component';
import { drawInside, listAround, listInsideIssues } from './draw-inside';
import { InsideCanvas } from './inside-canvas';
import { findSelectedComponent } from './unpack-selected';
import './components.css';

/** What is inside the selected component, to look at: with its problems, and with the run that is shown. */
export function InsideDialog({ onClose }: { onClose: () => void }) {
  const store = useEditorStore();
  const [path, setPath] = useState(() => findSelectedComponent(store));
  if (path === null) {
    return (
      <Modal opened onClose={onClose} title={words.lookInside} returnFocus={false}>
        <Text size="sm">{words.selectOneComponent}</Text>
      </Modal>
    );
  }
  const { history } = store.getState();
  const nameOf = (id: string) =>
    nameNode(history.present, catalogue, id)?.split(' / ').at(-1) ?? id;
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.inside(nameOf(outermost(path)))}
      size="80%"
      returnFocus={false}
    >
      {listAround(path).length > 1 && (
        <Group component="nav" gap={8} mb={8} aria-label={words.componentsAround}>
          {listAround(path).map((each) => (
            <Anchor
              key={each}
              component="button"
              type="button"
              size="sm"
              aria-current={each === path ? 'page' : undefined}
              onClick={() => setPath(each)}
            >
              {nameOf(each)}
            </Anchor>
          ))}
        </Group>
      )}
      <Inside key={path} path={path} nameOf={nameOf} onOpen={setPath} onEdit={onClose} />
    </Modal>
  );
}

interface InsideProps {
  path: string;
  nameOf: (path: string) => string;
  onOpen: (path: string) => void;
  onEdit: () => void;
}

function Inside({ path, nameOf, onOpen, onEdit }: InsideProps) {
  const store = useEditorStore();
  const opened = useMemo(() => {
    const { history, resources, inspection } = store.getState();
    const drawn = history.present;
    const expanded = expandGraph(drawn, catalogue);
    const graph = drawInside(expanded, drawn, path);
    if (graph === null) return null;
    const inside = createEditorStore({ catalogue, resources, graph });
    // What is known of the whole: by itself the inside has no inputs.
    inside.setState({ inspection, issuesOf: listInsideIssues(inspection.issues) });
    const within = graph.nodes.filter(({ id }) => expanded.insides.has(id)).map(({ id }) => id);
    return { inside, within, node: expanded.insides.get(path)?.node };
  }, [store, path]);
  if (opened === null) return <Text size="sm">{words.cantBeOpened}</Text>;
  const version = readComponentKind(opened.node?.kind ?? '')?.version ?? 1;
  return (
    <>
      <InsideCanvas store={opened.inside} onOpen={onOpen} />
      <Group gap={8} mt={8}>
        <Text size="xs" c="dimmed" flex={1}>
          {words.toBeLookedAt(version)}
        </Text>
        {outermost(path) === path && <EditComponent nodeId={path} onBegun={onEdit} />}
        {opened.within.map((id) => (
          <Button key={id} size="compact-sm" variant="default" onClick={() => onOpen(id)}>
            {words.inside(nameOf(id))}
          </Button>
        ))}
      </Group>
    </>
  );
}
