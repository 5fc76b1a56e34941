import { Autocomplete, Button, Group, Text } from '@mantine/core';
import type { DatasetChange } from '@graft/graph';
import type { ExampleView } from '@graft/contracts';
import { useState } from 'react';
import { formatPlural } from '../frame/format';
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
    <Group className="change-bar" gap="sm" role="toolbar" aria-label="Change the data set">
      <Autocomplete
        size="xs"
        aria-label="Class"
        placeholder="Class, old or new"
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
            Relabel {formatPlural(selected.length, 'example')}
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={busy}
            onClick={() => onChange({ kind: 'exclude', examples })}
          >
            Leave out
          </Button>
          <Button size="xs" variant="subtle" onClick={onClear}>
            Select none
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
            {classes.includes(name) ? `Merge ${chosenClass} and ${name}` : `Rename ${chosenClass}`}
          </Button>
        )
      )}
      <Text size="xs" c="dimmed">
        Makes a new version; runs keep the one they used.
      </Text>
    </Group>
  );
}
