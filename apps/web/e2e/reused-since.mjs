// What a plan or a card says of a result that is reused: since when, as an American browser writes it.
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ago = new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' });

/** As formatAge in src/frame/format.ts. */
function sayAge(since, now) {
  const seconds = (now - Date.parse(since)) / 1000;
  if (seconds < 45) return 'just now';
  if (seconds < HOUR) return ago.format(-Math.max(1, Math.round(seconds / MINUTE)), 'minute');
  if (seconds < DAY) return ago.format(-Math.round(seconds / HOUR), 'hour');
  if (seconds < 7 * DAY) return ago.format(-Math.round(seconds / DAY), 'day');
  return new Date(since).toLocaleDateString('en-US', { dateStyle: 'medium' });
}

const STEP_MS = 5_000;
const AHEAD_MS = 60_000;

/**
 * What a page says that was drawn at `drawn` or later of something that was at `since` (ISO), after `before`, which is
 * a piece of an expression: the age of a minute from now at most.
 */
export function matchAge(before, since, drawn) {
  const ages = new Set();
  const end = Date.now() + AHEAD_MS;
  for (let now = drawn; now < end; now += STEP_MS) ages.add(sayAge(since, now));
  return new RegExp(`^${before}(${[...ages].join('|')})$`);
}

/** The steps of the plan that a page asks for next. */
export async function waitForPlan(page) {
  const reply = await page.waitForResponse((each) => each.url().endsWith('/runs/plan'));
  return (await reply.json()).steps;
}
