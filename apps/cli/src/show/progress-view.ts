import type { RunEvent } from '@graft/contracts';
import { MultiBar, type SingleBar } from 'cli-progress';
import type { Terminal } from '../terminal';

/** Shows how far a run is: bars for a person who watches, plain lines for a log. */
export interface ProgressView {
  take(event: RunEvent): void;
  close(): void;
}

/** `nameOf` turns step ids into what the person calls them. */
export function openProgress(terminal: Terminal, nameOf: (stepId: string) => string): ProgressView {
  return terminal.watched ? new Bars(nameOf) : new Lines(terminal, nameOf);
}

const LINE_EVERY_MS = 2_000;

class Lines implements ProgressView {
  readonly #shown = new Map<string, number>();

  constructor(
    private readonly terminal: Terminal,
    private readonly nameOf: (stepId: string) => string,
  ) {}

  take(event: RunEvent): void {
    if (event.type === 'step-state') {
      const why = event.reason === null ? '' : ` (${event.reason})`;
      this.#say(`${this.nameOf(event.stepId)}: ${event.state}${why}`);
    } else if (event.type === 'progress') {
      const now = performance.now();
      if (now - (this.#shown.get(event.stepId) ?? -Infinity) < LINE_EVERY_MS) return;
      this.#shown.set(event.stepId, now);
      const { text, fraction, secondsLeft } = event.progress;
      const left = secondsLeft === null ? '' : `, ${formatSeconds(secondsLeft)} left`;
      this.#say(`${this.nameOf(event.stepId)}: ${text} (${Math.round(fraction * 100)} %${left})`);
    } else if (event.type === 'note') this.#say(event.message);
  }

  close(): void {
    this.#shown.clear();
  }

  #say(line: string): void {
    this.terminal.err(`${line}\n`);
  }
}

class Bars implements ProgressView {
  readonly #bars = new Map<string, SingleBar>();
  readonly #multi = new MultiBar({
    format: '{name} {bar} {percentage} % {text} {left}',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: false,
    emptyOnZero: true,
    barsize: 24,
  });

  constructor(private readonly nameOf: (stepId: string) => string) {}

  take(event: RunEvent): void {
    if (event.type === 'progress') {
      const { fraction, text, secondsLeft } = event.progress;
      const left = secondsLeft === null ? '' : `${formatSeconds(secondsLeft)} left`;
      this.#bar(event.stepId).update(fraction, { text, left });
    } else if (event.type === 'step-state') {
      const done = event.state === 'succeeded' || event.state === 'reused';
      const bar = this.#bar(event.stepId);
      if (done) bar.update(1, { text: event.state, left: '' });
      else bar.update({ text: event.state, left: '' });
    }
  }

  close(): void {
    this.#multi.stop();
  }

  #bar(stepId: string): SingleBar {
    const known = this.#bars.get(stepId);
    if (known) return known;
    const name = this.nameOf(stepId).padEnd(16).slice(0, 16);
    const bar = this.#multi.create(1, 0, { name, text: '', left: '' });
    this.#bars.set(stepId, bar);
    return bar;
  }
}

function formatSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return `${Math.round(seconds / 60)} min`;
}
