/** Makes a reporter that writes lines with the seconds since it was made. */
export function makeReporter({ quiet = false, stream = process.stderr } = {}) {
  const begun = performance.now();
  const seconds = () => ((performance.now() - begun) / 1000).toFixed(1).padStart(6);
  const say = (line) => {
    if (!quiet) stream.write(`[${seconds()} s] ${line}\n`);
  };
  return { say, during: (what, work, detail) => keepSaying(say, what, work, detail) };
}

/** Says `what`, then every five seconds that it still goes on: silence looks like a hang. */
async function keepSaying(say, what, work, detail = () => '') {
  say(`${what} ...`);
  const timer = setInterval(() => say(`${what}: still at it ${detail()}`.trimEnd()), 5000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
