import type { Json } from '@graft/graph';
import { NumberInput, Slider, TagsInput } from '@mantine/core';
import * as words from '#words/form';
import { formatExact, formatNumber } from '../../frame/format';
import { MARKS } from '../../words/numbers';
import type { WidgetProps } from './widget-props';
import { parseTyped } from './log-scale';
import { asNumber } from './read-value';
import '../../frame/mantine-forms.css';

export function NumberField({ field, value, id, onChange, error }: WidgetProps) {
  if (field.input.kind !== 'number') return null;
  const { whole, min, max } = field.input;
  const range = max !== null && max - (min ?? 0) <= 1 ? 0.01 : 1;
  return (
    <NumberInput
      id={id}
      value={typeof value === 'number' ? value : ''}
      placeholder={field.nullable ? words.automatic : ''}
      allowDecimal={!whole}
      decimalScale={whole ? 0 : 8}
      step={whole ? 1 : range}
      {...(min === null ? {} : { startValue: min })}
      clampBehavior="none"
      thousandSeparator={MARKS.group}
      error={error !== null}
      onChange={(next) => {
        if (typeof next === 'number') onChange(next);
        else if (next === '' && field.nullable) onChange(null);
      }}
    />
  );
}

export function SliderField({ field, value, id, onChange }: WidgetProps) {
  if (field.input.kind !== 'slider') return null;
  const { min, max, step } = field.input;
  return (
    <div className="field__slider">
      <Slider
        flex={1}
        min={min}
        max={max}
        step={step}
        value={asNumber(value)}
        label={formatNumber}
        thumbLabel={field.title}
        onChange={(next) => onChange(Number(next.toPrecision(6)))}
      />
      <NumberInput
        id={id}
        w={84}
        hideControls
        value={asNumber(value)}
        decimalScale={8}
        clampBehavior="none"
        onChange={(next) => typeof next === 'number' && onChange(next)}
      />
    </div>
  );
}

export function NumbersField({ field, value, id, onChange, error }: WidgetProps) {
  const numbers: readonly Json[] = Array.isArray(value) ? value : [];
  const whole = field.input.kind === 'numbers' && field.input.whole;
  return (
    <TagsInput
      id={id}
      allowDuplicates
      // Where decimals have a comma, lists have a semicolon.
      splitChars={[MARKS.decimal === ',' ? ';' : ',']}
      value={numbers.map((each) => formatExact(asNumber(each)))}
      placeholder={numbers.length === 0 ? words.none : ''}
      error={error !== null}
      onChange={(texts) =>
        onChange(
          texts.flatMap((text) => {
            const typed = parseTyped(text);
            if (typed === null) return [];
            return [whole ? Math.round(typed) : typed];
          }),
        )
      }
    />
  );
}
