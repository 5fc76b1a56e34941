/** How a command ended: 0 fine, 1 the graph or the run failed, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2;

/** The command was called in a wrong way: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What was asked for can't be done: exit code 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
