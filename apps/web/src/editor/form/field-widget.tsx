import { Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { WidgetProps } from './widget-props';
import { JsonField } from './json-field';
import { LogSlider } from './log-slider';
import { NumberField, NumbersField, SliderField } from './number-fields';
import { BaseField, ClassesField, DatasetField, LayerField } from './pickers';
import { asNumber, asText, asTexts } from './read-value';
import { sayOption } from './say-option';
import '../../frame/mantine-forms.css';

/** The widget for what a field takes. */
export function FieldWidget(props: WidgetProps) {
  const { field, value, id, onChange, error } = props;
  const { input } = field;
  switch (input.kind) {
    case 'number':
      return <NumberField {...props} />;
    case 'slider':
      return <SliderField {...props} />;
    case 'log-slider':
      return (
        <LogSlider
          id={id}
          value={asNumber(value)}
          input={input}
          error={error !== null}
          onChange={onChange}
          title={field.title}
        />
      );
    case 'select':
      return (
        <Select
          id={id}
          size="sm"
          data={input.options.map((option) => ({ value: option, label: sayOption(option) }))}
          value={asText(value)}
          allowDeselect={false}
          error={error !== null}
          onChange={(next) => next !== null && onChange(next)}
        />
      );
    case 'text-area':
      return (
        <Textarea
          id={id}
          autosize
          minRows={2}
          maxRows={8}
          value={asText(value)}
          error={error !== null}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'text':
      return (
        <TextInput
          id={id}
          value={asText(value)}
          error={error !== null}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'dataset':
      return <DatasetField {...props} />;
    case 'base':
      return <BaseField {...props} />;
    case 'layer':
      return <LayerField {...props} />;
    case 'classes':
      return <ClassesField {...props} />;
    case 'words':
      return (
        <TagsInput
          id={id}
          value={asTexts(value)}
          onChange={onChange}
          error={error !== null}
          clearable
        />
      );
    case 'numbers':
      return <NumbersField {...props} />;
    default:
      return <JsonField id={id} value={value} error={error !== null} onChange={onChange} />;
  }
}
