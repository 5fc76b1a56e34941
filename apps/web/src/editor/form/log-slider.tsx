import { Slider, TextInput } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { formatNumber } from '../../frame/format';
import { fromPosition, nextStop, parseTyped, toPosition } from './log-scale';
import '../../frame/mantine-forms.css';

interface LogSliderProps {
  id: string;
  title: string;
  value: number;
  input: { min: number; max: number };
  error: boolean;
  onChange: (value: number) => void;
}

const WAYS: Readonly<Partial<Record<string, 'up' | 'down'>>> = {
  ArrowRight: 'up',
  ArrowUp: 'up',
  ArrowLeft: 'down',
  ArrowDown: 'down',
};

const isThumb = (target: EventTarget) =>
  target instanceof Element && target.getAttribute('role') === 'slider';

/** A slider over powers of ten, with the exact number beside it. */
export function LogSlider({ id, title, value, input, error, onChange }: LogSliderProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const kept = typed !== null && [null, value].includes(parseTyped(typed)) ? typed : null;
  const shown = value > 0 ? toPosition(value) : toPosition(input.min);
  // Keys go from one usual value to the next: a step of the slider would round back to where it began.
  const onKey = (event: KeyboardEvent) => {
    const way = WAYS[event.key];
    if (way === undefined || !isThumb(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    onChange(nextStop(value, way, input));
  };
  return (
    <div className="field__slider" onKeyDownCapture={onKey}>
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
