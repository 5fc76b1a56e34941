import { Slider, TextInput } from '@mantine/core';
import { useState } from 'react';
import { formatNumber } from '../../frame/format';
import { fromPosition, parseTyped, toPosition } from './log-scale';
import '../../frame/mantine-forms.css';

interface LogSliderProps {
  id: string;
  title: string;
  value: number;
  input: { min: number; max: number };
  error: boolean;
  onChange: (value: number) => void;
}

/** A slider over powers of ten, with the exact number beside it. */
export function LogSlider({ id, title, value, input, error, onChange }: LogSliderProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const kept = typed !== null && [null, value].includes(parseTyped(typed)) ? typed : null;
  const shown = value > 0 ? toPosition(value) : toPosition(input.min);
  return (
    <div className="field__slider">
      <Slider
        flex={1}
        min={toPosition(input.min)}
        max={toPosition(input.max)}
        step={0.05}
        value={shown}
        label={(position) => formatNumber(fromPosition(position))}
        thumbLabel={title}
        onChange={(position) => onChange(fromPosition(position))}
      />
      <TextInput
        id={id}
        w={84}
        className="numbers"
        value={kept ?? formatNumber(value)}
        error={error || (kept !== null && parseTyped(kept) === null)}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          const next = parseTyped(text);
          if (next !== null && next !== value) onChange(next);
        }}
        onBlur={() => setTyped(null)}
      />
    </div>
  );
}
