import { Chip, Group, Input, MultiSelect } from '@mantine/core';
import { useId } from 'react';
import * as formWords from '#words/form';
import * as words from '#words/running';
import { usePublishedBases } from '../../client/queries';
import { ChoiceOption, findChoice } from '../form/choice-select';
import {
  listBases,
  listDatasets,
  listDistantBases,
  listLayers,
  type Choice,
} from '../form/choices';
import { describeLimits } from '../form/describe-limits';
import { sayOption } from '../form/say-option';
import { useEditor } from '../store/editor-context';
import type { VariedValuesProps } from './varied-values';
import '../../frame/mantine-forms.css';

const SWITCHED = [true, false] as const;

/** Every choice as a chip: those that are pressed are tried. */
export function VariedChips({ field, kept, onKeep, error }: VariedValuesProps) {
  const id = useId();
  const { input } = field;
  const options: readonly (string | boolean)[] = input.kind === 'select' ? input.options : SWITCHED;
  const say = (option: string | boolean) => {
    if (typeof option === 'string') return sayOption(option);
    return option ? formWords.on : formWords.off;
  };
  return (
    <Input.Wrapper
      mt="sm"
      label={words.values}
      labelElement="div"
      labelProps={{ id }}
      description={describeLimits(field)}
      error={error}
    >
      <Chip.Group
        multiple
        value={kept.map(String)}
        onChange={(chosen) => onKeep(options.filter((option) => chosen.includes(String(option))))}
      >
        <Group gap="xs" mt={6} role="group" aria-labelledby={id}>
          {options.map((option) => (
            <Chip key={String(option)} value={String(option)} size="xs">
              {say(option)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Input.Wrapper>
  );
}

/** Data sets or bases by what they are called, each a chip once it is chosen. */
export function VariedResources({ field, kept, onKeep, error }: VariedValuesProps) {
  const resources = useEditor((state) => state.resources);
  const published = usePublishedBases();
  const choices: readonly Choice[] =
    field.input.kind === 'dataset'
      ? listDatasets({ resources })
      : [...listBases({ resources }), ...listDistantBases(published.data ?? [])];
  return (
    <MultiSelect
      mt="sm"
      label={words.values}
      searchable={choices.length > 6}
      data={choices.map(({ value, label, disabled = false }) => ({ value, label, disabled }))}
      value={kept.map(String)}
      error={error}
      nothingFoundMessage={formWords.nothingFound}
      onChange={onKeep}
      renderOption={({ option }) => (
        <ChoiceOption label={option.label} choice={findChoice(choices, option.value)} />
      )}
    />
  );
}

/** Layers of the model that reaches the node, by block. */
export function VariedLayers({ nodeId, kept, onKeep, error }: VariedValuesProps) {
  const inspection = useEditor((state) => state.inspection);
  return (
    <MultiSelect
      mt="sm"
      label={words.values}
      searchable
      limit={400}
      placeholder={kept.length === 0 ? formWords.chooseALayer : ''}
      nothingFoundMessage={formWords.noSuchLayer}
      data={listLayers({ inspection }, nodeId)}
      value={kept.map(String)}
      error={error}
      onChange={onKeep}
    />
  );
}
