/** Where a command writes: results to `out`, everything else to `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** True when a person watches `err`. */
  readonly watched: boolean;
  readonly columns: number;
}

/** Standard output and error. A reader that has seen enough (`| head`) ends the program in silence. */
export function openTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    watched: process.stderr.isTTY === true && process.env['CI'] === undefined,
    columns: process.stderr.columns ?? 80,
  };
}

/** Prints the one JSON document of a command. */
export function printJson(terminal: Terminal, value: unknown): void {
  terminal.out(`${JSON.stringify(value, null, 2)}\n`);
}
