/**
 * Results of `work` in the order of the items; up to `ahead` more are being worked on while one is
 * looked at. A failure shows in its turn. Nothing is at work any more when the loop over it has ended.
 */
export async function* workAhead<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  ahead: number,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = [];
  let next = 0;
  const begin = (): void => {
    const item = items[next];
    if (item === undefined) return;
    next += 1;
    const result = work(item);
    // A failure that is not looked at, because an earlier one ended the loop, is no surprise.
    result.catch(() => undefined);
    begun.push(result);
  };
  try {
    while (begun.length <= ahead && next < items.length) begin();
    for (let result = begun.shift(); result !== undefined; result = begun.shift()) {
      const value = await result;
      begin();
      yield value;
    }
  } finally {
    await Promise.allSettled(begun);
  }
}
