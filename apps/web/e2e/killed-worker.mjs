// The tab is closed and the worker killed in the middle of a training; the run ends all the same.
//   GRAFT_URL=... GRAFT_WORKER_PID=$(...) node apps/web/e2e/killed-worker.mjs
import assert from 'node:assert/strict';
import { openBrowser } from './browser.mjs';

const { GRAFT_URL: url, GRAFT_WORKER_PID: pid } = process.env;
assert.ok(url && pid, 'set GRAFT_URL and GRAFT_WORKER_PID');
const LIMIT = 420_000;

const { browser, context, page } = await openBrowser({ width: 1440, height: 900 });
try {
  await page.goto(url);
  await page.locator('.template', { hasText: 'Fine-tune' }).first().click();
  await page.locator('[data-id="train"]').waitFor();
  await page.locator('[data-id="train"] .card__title').click();
  // Another seed each time, so that nothing is reused from the last try.
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByLabel('Seed', { exact: true }).fill(String(1 + (Date.now() % 100_000)));
  await page.locator('.run-button').click();
  const tuning = page.locator('.running-step', { hasText: /epoch [1-9]/ });
  await tuning.waitFor({ timeout: LIMIT });
  console.log(`    ${await tuning.innerText()}`);
  const id = (await page.locator('.run-link').getAttribute('href'))?.split('/').at(-1);
  await page.close();
  process.kill(Number(pid), 'SIGKILL');

  const again = await context.newPage();
  await again.goto(`${new URL(url).origin}/runs/${id}`);
  await again.locator('.run__facts', { hasText: 'Done' }).waitFor({ timeout: LIMIT });
  await again.locator('.report__score').waitFor();
  await again.locator('.curves').waitFor();
  console.log('ok  the run is there, ended well, with its curves and its report');
} finally {
  await browser.close();
}
