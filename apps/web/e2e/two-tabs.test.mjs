// Two tabs of one browser: nothing is overwritten silently, both see the run.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, saved, takeSteps } from './browser.mjs';
import { origin, url } from './stack.mjs';

const setEpochs = async (page, value) => {
  await page.locator('[data-id="train"] .card__title').click();
  await page.getByLabel('Epochs', { exact: true }).fill(value);
};
const readEpochs = async (page) => {
  await page.locator('[data-id="train"] .card__title').click();
  return page.getByLabel('Epochs', { exact: true }).inputValue();
};

test('two tabs', async (t) => {
  const { browser, context, page: first } = await openBrowser();
  t.after(() => browser.close());
  const step = takeSteps(t);
  const openSecond = async () => {
    const page = await context.newPage();
    await page.goto(first.url());
    await page.locator('[data-id="train"]').waitFor();
    return page;
  };
  await first.goto(url);
  await first.locator('.template').first().click();
  await first.locator('[data-id="train"]').waitFor();
  await saved(first);
  let second = await openSecond();

  await step('a tab that is behind can take what the other one saved', async () => {
    await setEpochs(first, '7');
    await saved(first);
    await setEpochs(second, '9');
    const dialog = second.getByRole('dialog');
    await dialog.getByText('changed elsewhere').waitFor();
    await dialog.getByRole('button', { name: 'Take theirs' }).click();
    await second.locator('[data-id="train"]').waitFor();
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await readEpochs(second), '7');
  });
  await step('or keep its own', async () => {
    await setEpochs(first, '5');
    await saved(first);
    await setEpochs(second, '11');
    await second.getByRole('button', { name: 'Keep mine' }).click();
    await saved(second);
    await first.reload();
    await first.locator('[data-id="train"]').waitFor();
    assert.equal(await readEpochs(first), '11');
  });
  await step('or make a copy', async () => {
    await second.close();
    second = await openSecond();
    await setEpochs(first, '13');
    await saved(first);
    await setEpochs(second, '15');
    await second.getByRole('button', { name: 'as a copy' }).click();
    await second.waitForURL((address) => address.href !== first.url());
    await second.locator('[data-id="train"]').waitFor();
    assert.equal(await readEpochs(second), '15');
    await second.close();
  });
  await step('the other tab goes on hearing of a run when the leading one is closed', async () => {
    second = await openSecond();
    await first.locator('.run-button').click();
    await first.locator('.run-link').waitFor();
    const id = (await first.locator('.run-link').getAttribute('href'))?.split('/').at(-1);
    await second.goto(`${origin}/runs/${id}`);
    await first.close();
    await second.locator('.run__facts', { hasText: 'Done' }).waitFor({ timeout: 180_000 });
  });
});
