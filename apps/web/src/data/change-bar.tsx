import { Autocomplete, Button, Group, Text } from '@mantine/core';
import type { DatasetChange } from '@graft/graph';
import type { ExampleView } from '@graft/contracts';
import { useState } from 'react';
import * as words from '#words/data';
import '../frame/mantine-forms.css';

interface ChangeBarProps {
  classes: readonly string[];
  chosenClass: string | null;
  selected: readonly ExampleView[];
  busy: boolean;
  onChange: (change: DatasetChange) => void;
  onClear: () => void;
}

/** What can be done with the selected examples, or with the chosen class. */
export function ChangeBar(props: ChangeBarProps) {
  const { classes, chosenClass, selected, busy, onChange, onClear } = props;
  const [into, setInto] = useState('');
  const name = into.trim();
  const examples = selected.map(({ sha256, name: each }) => ({ sha256, name: each }));
  if (selected.length === 0 && chosenClass === null) return null;
  return (
    <Group className="change-bar" gap="sm" role="toolbar" aria-label={words.changeTheDataSet}>
      <Autocomplete
        size="xs"
        aria-label={words.oneClass}
        placeholder={words.classOldOrNew}
        data={[...classes]}
        value={into}
        onChange={setInto}
      />
      {selected.length > 0 ? (
        <>
          <Button
            size="xs"
            disabled={name === '' || busy}
            onClick={() => onChange({ kind: 'relabel', examples, class: name })}
          >
            {words.relabelExamples(selected.length)}
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={busy}
            onClick={() => onChange({ kind: 'exclude', examples })}
          >
            {words.leaveOut}
          </Button>
          <Button size="xs" variant="subtle" onClick={onClear}>
            {words.selectNone}
          </Button>
        </>
      ) : (
        chosenClass !== null && (
          <Button
            size="xs"
            disabled={name === '' || name === chosenClass || busy}
            onClick={() =>
              onChange({
                kind: 'merge-classes',
                classes: [...new Set([chosenClass, ...(classes.includes(name) ? [name] : [])])],
                into: name,
              })
            }
          >
            {classes.includes(name)
              ? words.mergeClasses(chosenClass, name)
              : words.renameChosenClass(chosenClass)}
          </Button>
        )
      )}
      <Text size="xs" c="dimmed">
        {words.makesANewVersion}
      </Text>
    </Group>
  );
}
