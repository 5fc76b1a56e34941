/**
 * Counts from now on how often React Flow gets another list of nodes, how often a node tells its progress, and which
 * cards are drawn anew: React makes the state of a component's hooks anew each time, and then only.
 */
export async function watchCanvas(page, node) {
  await page.evaluate((running) => {
    const fiberOf = (element) =>
      element[Object.keys(element).find((key) => key.startsWith('__reactFiber$'))];
    const findStore = (fiber) => {
      const store = fiber.memoizedProps?.value;
      if (store?.getState?.().nodeLookup !== undefined) return store;
      return findStore(fiber.return);
    };
    const listHooks = () =>
      new Map(
        Array.from(document.querySelectorAll('.react-flow__node .card'), (drawn) => {
          const fiber = fiberOf(drawn).return;
          const { id } = drawn.closest('.react-flow__node').dataset;
          return [id, [fiber.memoizedState, fiber.alternate?.memoizedState ?? fiber.memoizedState]];
        }),
      );
    const before = listHooks();
    const seen = { lists: 0, progress: 0, cards: before.size };
    const leave = findStore(fiberOf(document.querySelector('.react-flow__pane'))).subscribe(
      (now, last) => {
        if (now.nodes !== last.nodes) seen.lists += 1;
      },
    );
    const bar = document.querySelector(`[data-id="${running}"] [role="progressbar"]`);
    const observer = new MutationObserver(() => (seen.progress += 1));
    observer.observe(bar, { attributes: true, attributeFilter: ['aria-label'] });
    globalThis.watched = {
      seen,
      end() {
        leave();
        observer.disconnect();
        const drawn = [...listHooks()].flatMap(([id, hooks]) =>
          hooks.every((each) => before.get(id)?.includes(each)) ? [] : [id],
        );
        return { ...seen, drawn };
      },
    };
  }, node);
}

/** Resolves once the node has told so many times how far it is, with all that was seen by then. */
export async function readWatched(page, times, timeout) {
  await page.waitForFunction((most) => globalThis.watched.seen.progress >= most, times, {
    timeout,
  });
  return page.evaluate(() => globalThis.watched.end());
}
