/** Milliseconds between the frames that the page draws while `work` goes on. */
export async function measureFrames(page, work) {
  await page.evaluate(() => {
    globalThis.drawn = [];
    globalThis.drawnEnd = false;
    let last = performance.now();
    const next = (now) => {
      globalThis.drawn.push(now - last);
      last = now;
      if (!globalThis.drawnEnd) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await work();
  return page.evaluate(() => {
    globalThis.drawnEnd = true;
    // The first one waits for the start of the measurement.
    return globalThis.drawn.slice(1);
  });
}

/** Milliseconds from each key going down to the frame that shows it, while `work` types. */
export async function measureKeys(page, work) {
  await page.evaluate(() => {
    globalThis.waits = [];
    globalThis.onKeyDown = ({ timeStamp }) => {
      requestAnimationFrame(() => {
        // A message posted in a frame arrives when that frame is drawn.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => globalThis.waits.push(performance.now() - timeStamp);
        port2.postMessage(null);
      });
    };
    window.addEventListener('keydown', globalThis.onKeyDown, { capture: true });
  });
  await work();
  return page.evaluate(() => {
    window.removeEventListener('keydown', globalThis.onKeyDown, { capture: true });
    return globalThis.waits;
  });
}

/** Selector of the node that is drawn nearest to the middle of the window. */
export async function findCentral(page) {
  const nodes = page.locator('.react-flow__node');
  await nodes.first().waitFor();
  const id = await nodes.evaluateAll((drawn) => {
    const distance = (node) => {
      const { x, y, width, height } = node.getBoundingClientRect();
      return Math.hypot(
        x + width / 2 - window.innerWidth / 2,
        y + height / 2 - window.innerHeight / 2,
      );
    };
    return drawn.sort((a, b) => distance(a) - distance(b))[0]?.dataset.id;
  });
  return `.react-flow__node[data-id="${id}"]`;
}
