/** One macrotask: without it a loop of awaited native calls never sees a message. */
export function yieldToHost(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
