// Two tabs of one browser on a running stack: nothing is overwritten silently, both see the run.
//   GRAFT_URL='http://127.0.0.1:4400/#token=...' node apps/web/e2e/two-tabs.mjs
import assert from 'node:assert/strict';
import { openBrowser } from './browser.mjs';

const url = process.env.GRAFT_URL;
assert.ok(url, 'set GRAFT_URL to the address that npm start prints');

const { browser, context, page: first } = await openBrowser({ width: 1440, height: 900 });
const setEpochs = async (page, value) => {
  await page.locator('[data-id="train"] .card__title').click();
  await page.getByLabel('Epochs', { exact: true }).fill(value);
};
const readEpochs = async (page) => {
  await page.locator('[data-id="train"] .card__title').click();
  return page.getByLabel('Epochs', { exact: true }).inputValue();
};
const saved = (page) => page.locator('.save-light[data-kind="saved"]').waitFor();
const openSecond = async () => {
  const page = await context.newPage();
  await page.goto(first.url());
  await page.locator('[data-id="train"]').waitFor();
  return page;
};

try {
  await first.goto(url);
  await first.locator('.template').first().click();
  await first.locator('[data-id="train"]').waitFor();
  await saved(first);

  let second = await openSecond();
  await setEpochs(first, '7');
  await saved(first);
  await setEpochs(second, '9');
  const dialog = second.getByRole('dialog');
  await dialog.getByText('changed elsewhere').waitFor();
  await dialog.getByRole('button', { name: 'Take theirs' }).click();
  await second.locator('[data-id="train"]').waitFor();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await readEpochs(second), '7');
  console.log('ok  theirs are taken');

  await setEpochs(first, '5');
  await saved(first);
  await setEpochs(second, '11');
  await second.getByRole('button', { name: 'Keep mine' }).click();
  await saved(second);
  await first.reload();
  await first.locator('[data-id="train"]').waitFor();
  assert.equal(await readEpochs(first), '11');
  console.log('ok  mine are kept');

  await second.close();
  second = await openSecond();
  await setEpochs(first, '13');
  await saved(first);
  await setEpochs(second, '15');
  await second.getByRole('button', { name: 'as a copy' }).click();
  await second.waitForURL((address) => address.href !== first.url());
  await second.locator('[data-id="train"]').waitFor();
  assert.equal(await readEpochs(second), '15');
  console.log('ok  a copy is made');
  await second.close();

  second = await openSecond();
  await first.locator('.run-button').click();
  await first.locator('.run-link').waitFor();
  const id = (await first.locator('.run-link').getAttribute('href'))?.split('/').at(-1);
  await second.goto(`${new URL(url).origin}/runs/${id}`);
  await first.close();
  await second.locator('.run__facts', { hasText: 'Done' }).waitFor({ timeout: 180_000 });
  console.log('ok  the other tab goes on hearing of the run when the leading one is closed');
} finally {
  await browser.close();
}
