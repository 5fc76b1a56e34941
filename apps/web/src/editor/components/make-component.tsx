import { Button, Group, Modal, Radio, Select, Stack, Text, TextInput } from '@mantine/core';
import { makeComponent, writeComponentKind } from '@graft/graph';
import { useMemo, useState } from 'react';
import * as words from '#words/components';
import { Failure } from '../../frame/failure';
import { useEditorStore } from '../store/editor-context';
import { AskedFields } from './asked-fields';
import { listOfferedFields, type OfferedField } from './list-fields';
import { useComponents } from './use-components';
import { useMakeComponent } from './use-make-component';
import './components.css';
import '../../frame/mantine-forms.css';

/** Makes a component of the selected nodes: its name, what it asks for, and whether it takes their place. */
export function MakeComponent({ onClose }: { onClose: () => void }) {
  const store = useEditorStore();
  // What was selected when the dialog opened.
  const [chosen] = useState(() => {
    const { cards, history, catalogue } = store.getState();
    const ids = cards.flatMap(({ id, selected }) => (selected ? [id] : []));
    const wish = { kind: writeComponentKind('new', 1), title: words.aNewComponent, params: [] };
    const made = makeComponent(history.present, catalogue, ids, wish);
    const fields = listOfferedFields(history.present, catalogue, ids);
    return { ids, fields, reason: made.ok ? null : made.reason };
  });
  return (
    <Modal opened onClose={onClose} title={words.makeAComponent} returnFocus={false}>
      {chosen.reason === null ? (
        <ComponentForm {...chosen} onClose={onClose} />
      ) : (
        <Text size="sm" role="alert">
          {chosen.reason}
        </Text>
      )}
    </Modal>
  );
}

interface ComponentFormProps {
  ids: readonly string[];
  fields: readonly OfferedField[];
  onClose: () => void;
}

const NEW = 'new';

function ComponentForm({ ids, fields, onClose }: ComponentFormProps) {
  const kept = useComponents().data ?? [];
  const [of, setOf] = useState(NEW);
  const [name, setName] = useState('');
  const [asked, setAsked] = useState(() => fields.filter((each) => each.asked).map(({ id }) => id));
  const [inPlace, setInPlace] = useState(true);
  const make = useMakeComponent(onClose);
  const next = kept.find(({ componentId }) => componentId === of) ?? null;
  const called = next?.name ?? name.trim();
  const choices = useMemo(
    () => [
      { value: NEW, label: words.aNewComponent },
      ...kept.map(({ componentId, name: known, version }) => ({
        value: componentId,
        label: words.nextVersion(known, version + 1),
      })),
    ],
    [kept],
  );
  const submit = () => {
    const params = fields.filter(({ id }) => asked.includes(id));
    make.mutate({
      ...{ ids, name: called, next, inPlace },
      params: params.map(({ node, param }) => ({ node, param })),
    });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap={16}>
        {kept.length > 0 && (
          <Select
            label={words.keepTheNodesAs}
            data={choices}
            value={of}
            allowDeselect={false}
            onChange={(value) => setOf(value ?? NEW)}
          />
        )}
        {next === null && (
          <TextInput
            label={words.name}
            description={words.standsInThePalette}
            maxLength={100}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        <AskedFields fields={fields} asked={asked} onChange={setAsked} />
        <Radio.Group
          label={words.inThisPipeline}
          value={inPlace ? 'place' : 'stay'}
          onChange={(value) => setInPlace(value === 'place')}
        >
          <Stack gap={8} mt={8}>
            <Radio value="place" label={words.takesTheirPlace} />
            <Radio value="stay" label={words.nodesStay} />
          </Stack>
        </Radio.Group>
        <Failure error={make.error} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" disabled={called === ''} loading={make.isPending}>
            {next === null ? words.makeTheComponent : words.keepVersion(next.version + 1)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
