import type { Json } from '@graft/graph';
import { TagsInput } from '@mantine/core';
import * as words from '#words/running';
import { describeLimits } from '../form/describe-limits';
import { asTexts } from '../form/read-value';
import type { VariedField } from './list-varied-fields';
import { VariedChips, VariedLayers, VariedResources } from './varied-choices';
import { VariedNumbers } from './varied-numbers';
import { VariedRows } from './varied-rows';
import '../../frame/mantine-forms.css';

export interface VariedValuesProps extends Omit<VariedField, 'definition'> {
  kept: readonly Json[];
  /** What is typed and not yet taken over with Enter: it counts all the same. */
  typed: string;
  /** What is wrong with one of the values. */
  error: string | null;
  onKeep: (values: readonly Json[]) => void;
  onType: (text: string) => void;
}

/** Several values of a field, in what its kind of values is chosen or typed with. */
export function VariedValues(props: VariedValuesProps) {
  const { field, kept, typed, error, onKeep, onType } = props;
  switch (field.input.kind) {
    case 'number':
    case 'slider':
    case 'log-slider':
      return <VariedNumbers {...props} />;
    case 'switch':
    case 'select':
      return <VariedChips {...props} />;
    case 'dataset':
    case 'base':
      return <VariedResources {...props} />;
    case 'layer':
      return <VariedLayers {...props} />;
    case 'text':
      return (
        <TagsInput
          mt="sm"
          label={words.values}
          description={describeLimits(field)}
          splitChars={[]}
          value={asTexts([...kept])}
          searchValue={typed}
          error={error}
          onSearchChange={onType}
          onChange={onKeep}
        />
      );
    default:
      return <VariedRows {...props} />;
  }
}
