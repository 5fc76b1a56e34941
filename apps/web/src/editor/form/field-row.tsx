import { ActionIcon, Input, Switch, Tooltip } from '@mantine/core';
import { RotateCcw } from 'lucide-react';
import { memo } from 'react';
import * as words from '#words/form';
import { LateTooltip } from '../../frame/late-tooltip';
import { describeLimits } from './describe-limits';
import type { FormField } from './form-model';
import type { FieldRowProps } from './widget-props';
import { FieldWidget } from './field-widget';
import '../../frame/mantine-forms.css';

/** Title, help, widget, what is wrong, and the way back to the default. */
export function FieldRow(props: FieldRowProps) {
  const { field, value, error, warning, onChange, onReset, action } = props;
  const id = `field-${field.name}`;
  if (field.input.kind === 'switch') {
    return (
      <div className="field field--switch">
        <Switch
          id={id}
          size="sm"
          label={<FieldTitle field={field} />}
          description={field.help}
          error={error}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <div className="field__actions">
          {action}
          <Reset onReset={onReset} title={field.title} />
        </div>
      </div>
    );
  }
  return (
    <div className="field" data-warning={warning || undefined}>
      <Input.Wrapper
        id={id}
        label={<FieldTitle field={field} />}
        description={field.help}
        error={error}
        size="sm"
      >
        <FieldWidget {...props} id={id} />
      </Input.Wrapper>
      <div className="field__actions">
        {action}
        <Reset onReset={onReset} title={field.title} />
      </div>
    </div>
  );
}

/** The pointer over it learns what the field takes, and what it is by default. */
function FieldTitle({ field }: { field: FormField }) {
  const title = field.unit === null ? field.title : `${field.title} (${field.unit})`;
  const limits = describeLimits(field);
  if (limits === '') return title;
  return (
    <LateTooltip label={limits}>
      <span>{title}</span>
    </LateTooltip>
  );
}

interface ResetProps {
  onReset: (() => void) | null;
  title: string;
}

const Reset = memo(function Reset({ onReset, title }: ResetProps) {
  if (onReset === null) return null;
  return (
    <Tooltip label={words.backToTheDefault}>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={words.fieldBackToTheDefault(title)}
        onClick={onReset}
      >
        <RotateCcw size={13} />
      </ActionIcon>
    </Tooltip>
  );
});
