import {
  Ban,
  ChevronsRight,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CirclePause,
  CircleSlash,
  Clock,
  Hand,
  History,
  LoaderCircle,
  OctagonX,
  Recycle,
  SkipForward,
  TriangleAlert,
  VolumeX,
  type LucideIcon,
} from 'lucide-react';
import { memo } from 'react';
import { LateTooltip } from './late-tooltip';
import { STATE_LOOKS, type ShownState } from './states';
import './state-chip.css';

const ICONS: Readonly<Record<ShownState, LucideIcon>> = {
  draft: CircleDashed,
  attention: TriangleAlert,
  ready: CircleDot,
  waiting: Clock,
  running: LoaderCircle,
  done: CircleCheck,
  reused: Recycle,
  stale: History,
  paused: CirclePause,
  parked: Hand,
  failed: OctagonX,
  skipped: SkipForward,
  cancelled: Ban,
  muted: VolumeX,
  bypassed: ChevronsRight,
  'left-out': CircleSlash,
};

interface StateChipProps {
  state: ShownState;
  /** Instead of the meaning: why it is in this state. */
  reason?: string | null | undefined;
}

/** Icon, word and colour of a state: the same chip on every page. */
export const StateChip = memo(function StateChip({ state, reason }: StateChipProps) {
  const look = STATE_LOOKS[state];
  const Icon = ICONS[state];
  return (
    <LateTooltip label={reason ?? look.meaning}>
      <span className="state-chip" data-tone={look.tone} data-state={state}>
        <Icon size={12} aria-hidden />
        {look.word}
      </span>
    </LateTooltip>
  );
});
