import type { Terminal } from './terminal';

export interface RecordedTerminal extends Terminal {
  readonly said: { out: string; err: string };
}

/** A terminal that nobody watches and that remembers everything. */
export function recordTerminal(): RecordedTerminal {
  const said = { out: '', err: '' };
  return {
    said,
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    watched: false,
    columns: 80,
  };
}
