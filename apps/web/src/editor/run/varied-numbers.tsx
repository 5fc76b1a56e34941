import type { Json } from '@graft/graph';
import { Button, Checkbox, TagsInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ChevronRight } from 'lucide-react';
import * as formWords from '#words/form';
import * as words from '#words/running';
import { formatExact } from '../../frame/format';
import { describeLimits } from '../form/describe-limits';
import { FillRange } from './fill-range';
import { keepDistinct, markOfLists, readNumbers } from './read-varied';
import type { VariedValuesProps } from './varied-values';
import '../../frame/mantine-forms.css';

/** A list of numbers as they are written where the browser is, typed or filled in from a range. */
export function VariedNumbers({ field, kept, typed, onKeep, onType, error }: VariedValuesProps) {
  const [open, { toggle, close }] = useDisclosure(false);
  const whole = 'whole' in field.input && field.input.whole;
  const numbers = kept.filter((value) => typeof value === 'number');
  const automatic: readonly Json[] = kept.includes(null) ? [null] : [];
  return (
    <>
      <TagsInput
        mt="sm"
        label={words.values}
        description={describeLimits(field)}
        placeholder={numbers.length === 0 ? formWords.none : ''}
        splitChars={[markOfLists()]}
        value={numbers.map(formatExact)}
        searchValue={typed}
        error={error}
        onSearchChange={onType}
        onChange={(texts) =>
          onKeep([...automatic, ...texts.flatMap((text) => readNumbers(text, whole))])
        }
      />
      {field.nullable && (
        <Checkbox
          mt="xs"
          label={formWords.automatic}
          checked={automatic.length > 0}
          onChange={(event) => onKeep([...(event.currentTarget.checked ? [null] : []), ...numbers])}
        />
      )}
      <Button
        mt="xs"
        size="compact-xs"
        variant="subtle"
        aria-expanded={open}
        leftSection={
          <ChevronRight
            size={14}
            aria-hidden
            className="vary__fold"
            data-open={open || undefined}
          />
        }
        onClick={toggle}
      >
        {words.fillInARange}
      </Button>
      {open && (
        <FillRange
          input={field.input}
          onAdd={(added) => {
            onKeep(keepDistinct([...kept, ...added]));
            close();
          }}
        />
      )}
    </>
  );
}
