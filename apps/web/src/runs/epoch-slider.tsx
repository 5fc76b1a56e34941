import { Button, RangeSlider } from '@mantine/core';
import * as words from '#words/runs';
import type { EpochRange } from './curve-points';
import '../frame/mantine-forms.css';

interface EpochSliderProps {
  whole: EpochRange;
  range: EpochRange | null;
  onChange: (range: EpochRange | null) => void;
}

/** Which epochs the charts show, and the way back to all of them. */
export function EpochSlider({ whole, range, onChange }: EpochSliderProps) {
  const [first, last] = whole;
  const [from, to] = range ?? whole;
  return (
    <div className="curves__zoom">
      <span className="numbers">{words.epochsFromTo(from, to)}</span>
      <RangeSlider
        size="sm"
        min={first}
        max={last}
        minRange={1}
        label={null}
        thumbFromLabel={words.firstEpochThatIsShown}
        thumbToLabel={words.lastEpochThatIsShown}
        value={[from, to]}
        onChange={([start, end]) => onChange(start === first && end === last ? null : [start, end])}
      />
      <Button
        size="compact-xs"
        variant="default"
        disabled={range === null}
        onClick={() => onChange(null)}
      >
        {words.allEpochs}
      </Button>
    </div>
  );
}
