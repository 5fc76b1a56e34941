import type { RunEvent } from '@graft/contracts';
import type { HistoryRow } from '@graft/plan';
import * as words from '#words/panel';
import { formatNumber, formatShare } from '../../frame/format';
import { showRunState, showStepState, STATE_LOOKS } from '../../frame/states';
import { readReason } from '../../runs/read-reason';

/** One thing that happened, in words. */
export interface LogLine {
  readonly key: string;
  readonly at: string;
  /** Null for what is about the run as a whole. */
  readonly stepId: string | null;
  readonly tone: 'plain' | 'warning' | 'error';
  readonly text: string;
}

/** The log of a run, newest first; where steps are named, only what is about those. */
export function listLogLines(
  events: readonly RunEvent[],
  steps: ReadonlySet<string> | null,
): LogLine[] {
  const lines = events.flatMap((event) => {
    const stepId = 'stepId' in event ? event.stepId : null;
    if (steps !== null && (stepId === null || !steps.has(stepId))) return [];
    return sayEvent(event).map((text, at): LogLine => {
      return { key: `${event.seq} ${at}`, at: event.at, stepId, tone: chooseTone(event), text };
    });
  });
  return lines.reverse();
}

function sayEvent(event: RunEvent): string[] {
  switch (event.type) {
    case 'run-state':
      return [join(STATE_LOOKS[showRunState(event.state)].word, null, event.error?.message)];
    case 'step-state':
      return [
        join(STATE_LOOKS[showStepState(event.state)].word, sayReason(event), event.error?.message),
      ];
    case 'metrics':
      return event.rows.map(sayRow);
    case 'checkpoint':
      return [words.checkpointIsKept(event.checkpoint.epoch, event.checkpoint.batch)];
    case 'note':
      return [event.message];
    case 'progress':
      return [];
  }
}

/** A log says how long ago something was when the line was written. */
function sayReason({ reason, at }: Extract<RunEvent, { type: 'step-state' }>): string | null {
  return reason === null ? null : readReason(reason, Date.parse(at)).text;
}

function join(state: string, reason: string | null, error: string | undefined): string {
  return [state, reason, error].filter((part) => part != null && part !== '').join(': ');
}

function sayRow(row: HistoryRow): string {
  const figures = [
    [words.loss, row.loss, formatNumber],
    [words.accuracy, row.accuracy, formatShare],
    [words.validationLoss, row.validationLoss, formatNumber],
    [words.validationAccuracy, row.validationAccuracy, formatShare],
    [words.learningRate, row.learningRate, formatNumber],
  ] as const;
  const said = figures.flatMap(([name, value, format]) =>
    value === null ? [] : [`${name} ${format(value)}`],
  );
  return words.afterEpoch(row.epoch, said.join(', '));
}

function chooseTone(event: RunEvent): LogLine['tone'] {
  if ('error' in event && event.error !== null) return 'error';
  return event.type === 'note' && event.level === 'warning' ? 'warning' : 'plain';
}
