import { Select, TagsInput } from '@mantine/core';
import { useShallow } from 'zustand/react/shallow';
import * as words from '#words/form';
import { usePublishedBases } from '../../client/queries';
import { useEditor } from '../store/editor-context';
import { ChoiceSelect } from './choice-select';
import { listBases, listClasses, listDatasets, listDistantBases, listLayers } from './choices';
import type { WidgetProps } from './widget-props';
import { asText, asTexts } from './read-value';
import '../../frame/mantine-forms.css';

export function DatasetField({ value, id, onChange, error }: WidgetProps) {
  const resources = useEditor((state) => state.resources);
  return (
    <ChoiceSelect
      id={id}
      value={asText(value)}
      choices={listDatasets({ resources })}
      error={error !== null}
      onChange={onChange}
    />
  );
}

export function BaseField({ value, id, onChange, error }: WidgetProps) {
  const resources = useEditor((state) => state.resources);
  const published = usePublishedBases();
  return (
    <ChoiceSelect
      id={id}
      value={asText(value)}
      choices={[...listBases({ resources }), ...listDistantBases(published.data ?? [])]}
      error={error !== null}
      onChange={onChange}
    />
  );
}

export function LayerField({ field, value, id, onChange, nodeId, error }: WidgetProps) {
  const inspection = useEditor((state) => state.inspection);
  return (
    <Select
      id={id}
      searchable
      clearable={field.fallback === ''}
      limit={400}
      placeholder={field.fallback === '' ? words.automatic : words.chooseALayer}
      nothingFoundMessage={words.noSuchLayer}
      data={listLayers({ inspection }, nodeId)}
      value={asText(value) === '' ? null : asText(value)}
      error={error !== null}
      onChange={(next) => onChange(next ?? '')}
    />
  );
}

export function ClassesField({ value, id, onChange, nodeId, error }: WidgetProps) {
  const known = useEditor(useShallow((state) => listClasses(state, nodeId)));
  return (
    <TagsInput
      id={id}
      data={known}
      value={asTexts(value)}
      placeholder={asTexts(value).length === 0 ? words.classesOfTheDataSet : ''}
      error={error !== null}
      onChange={onChange}
      clearable
      limit={200}
    />
  );
}
