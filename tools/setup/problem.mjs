/** A problem that a person can solve: its message is one sentence (what, where, what to do). */
export class Problem extends Error {
  constructor(message, fix) {
    super(fix ? `${message}: ${fix}.` : message);
    this.name = 'Problem';
    this.reason = message;
    this.fix = fix;
  }
}

/** Prints a problem as one sentence; anything else is our mistake and keeps its stack. */
export function describeProblem(error) {
  return error instanceof Problem ? error.message : (error?.stack ?? String(error));
}
