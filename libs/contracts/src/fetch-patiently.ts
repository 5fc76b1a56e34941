import { readOverload } from './read-overload';

/** All waiting together, of one request. */
const PATIENCE_SECONDS = 120;

/**
 * `fetch` that comes again when Graft has too much to do, when it is told to. Others are told the same second, so
 * each comes at another moment of it. What was refused for that was not looked at: nothing is done twice. The answer
 * is the refusal when it takes longer than two minutes, or when the body can be sent only once.
 */
export async function fetchPatiently(
  ...[input, init]: Parameters<typeof fetch>
): ReturnType<typeof fetch> {
  let left = PATIENCE_SECONDS;
  for (;;) {
    const response = await fetch(input, init);
    if (init?.body instanceof ReadableStream) return response;
    const seconds = await readOverload(response);
    if (seconds === null || seconds > left) return response;
    left -= seconds;
    await response.body?.cancel();
    await wait((seconds + Math.random()) * 1000, init?.signal ?? undefined);
  }
}

function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
