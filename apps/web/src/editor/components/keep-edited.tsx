import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import * as words from '#words/components';
import { Failure } from '../../frame/failure';
import { useEditorStore } from '../store/editor-context';
import { AskedFields } from './asked-fields';
import { orderAsked, type EditSession } from './edit-session';
import { listOfferedFields } from './list-fields';
import { useMakeComponent } from './use-make-component';

interface KeepEditedProps {
  session: EditSession;
  /** The nodes of the next version. */
  ids: readonly string[];
  onKept: () => void;
  onClose: () => void;
}

/** Keeps the changed inside of a component as its next version, which takes the place of the nodes. */
export function KeepEdited({ session, ids, onKept, onClose }: KeepEditedProps) {
  const store = useEditorStore();
  const [fields] = useState(() => {
    const { history, catalogue } = store.getState();
    return listOfferedFields(history.present, catalogue, ids);
  });
  const [asked, setAsked] = useState(() => {
    const before = session.asked.map(({ node, param }) => `${node}.${param}`);
    return fields.filter((each) => each.asked || before.includes(each.id)).map(({ id }) => id);
  });
  const make = useMakeComponent(() => {
    onClose();
    onKept();
  });
  const { name, componentId, version, outside } = session;
  const keep = () =>
    make.mutate({
      ...{ ids, name, outside, inPlace: true },
      next: { componentId, version },
      takenNames: session.asked.map((each) => each.name),
      params: orderAsked(
        fields.filter(({ id }) => asked.includes(id)),
        session,
      ),
    });
  return (
    <Modal opened onClose={onClose} title={words.nextVersion(name, version + 1)}>
      <Stack gap={16}>
        <Text size="sm">{words.whatKeepingMeans(ids.length)}</Text>
        <AskedFields fields={fields} asked={asked} onChange={setAsked} />
        <Failure error={make.error} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button data-autofocus loading={make.isPending} onClick={keep}>
            {words.keepVersion(version + 1)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
