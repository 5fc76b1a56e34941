/**
 * Calls `look` every so many milliseconds, and first of all where `atOnce`, one call after another, until it is
 * closed; closing waits for the call that is under way. `look` catches its own failures. It keeps no process alive.
 */
export function lookEvery(
  milliseconds: number,
  look: () => Promise<void>,
  { atOnce = false } = {},
): { close(): Promise<void> } {
  let active: Promise<void> = Promise.resolve();
  let closed = false;
  const begin = (): void => {
    active = active.then(() => (closed ? undefined : look()));
  };
  if (atOnce) begin();
  const timer = setInterval(begin, milliseconds).unref();
  return {
    async close() {
      closed = true;
      clearInterval(timer);
      await active;
    },
  };
}
