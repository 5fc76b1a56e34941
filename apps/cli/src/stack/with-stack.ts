import type { Terminal } from '../terminal';
import { startEmbedded } from './embedded-stack';
import { requireStack, type Stack, type StackOptions } from './find-stack';

export interface EmbeddedOption extends StackOptions {
  embedded?: boolean;
}

/** Does `work` with the running stack, or with one that is started for it and stopped afterwards. */
export async function withStack<Result>(
  options: EmbeddedOption,
  terminal: Terminal,
  work: (stack: Stack) => Promise<Result>,
): Promise<Result> {
  if (!options.embedded) return work(await requireStack(options));
  const stack = await startEmbedded(options, terminal);
  const stopOnSignal = (): void => void stack.stop().then(() => process.exit(1));
  process.once('SIGINT', stopOnSignal);
  process.once('SIGTERM', stopOnSignal);
  try {
    return await work(stack);
  } finally {
    process.off('SIGINT', stopOnSignal);
    process.off('SIGTERM', stopOnSignal);
    await stack.stop();
  }
}
