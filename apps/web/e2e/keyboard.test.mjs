// Building, running and predicting without a mouse.
import { test } from 'node:test';
import { assertRingInSight, card, openBrowser, takeSteps } from './browser.mjs';
import { url } from './stack.mjs';

/** Presses Tab until something that matches has the focus. */
async function tabTo(page, selector) {
  for (let pressed = 0; pressed < 120; pressed += 1) {
    await page.keyboard.press('Tab');
    const there = await page.evaluate(
      (wanted) => document.activeElement?.matches(wanted),
      selector,
    );
    if (there) return;
  }
  throw new Error(`Tab does not lead to ${selector}`);
}

test('the main job by keyboard alone', async (t) => {
  const { browser, page } = await openBrowser({ width: 1600, height: 1000 });
  t.after(() => browser.close());
  const step = takeSteps(t);
  const add = async (words, id) => {
    await page.keyboard.press('Space');
    await page.getByLabel('Search nodes to add').waitFor();
    await page.keyboard.type(words);
    await page.keyboard.press('Enter');
    await card(page, id).waitFor();
  };
  const connect = async (words, wireId) => {
    await page.keyboard.press('c');
    await page.getByLabel('Search wires').and(page.locator(':focus')).waitFor();
    await assertRingInSight(page);
    await page.keyboard.type(words);
    await page.keyboard.press('Enter');
    await page.getByTestId(`rf__edge-${wireId}`).waitFor({ state: 'attached' });
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };

  await step('a pipeline is begun', async () => {
    await page.goto(url);
    await page.locator('.template').first().waitFor();
    await tabTo(page, 'button:has(svg.lucide-plus)');
    await page.keyboard.press('Enter');
    await page.locator('.canvas').waitFor();
  });
  await step('nodes are added and connected', async () => {
    await add('data set', 'dataset');
    await add('split', 'split');
    await connect('data set: data set split', 'dataset.dataset>split.dataset');
    await add('base model', 'base-model');
    await add('freeze', 'freeze-layers');
    await connect('base model: base', 'base-model.model>freeze-layers.model');
    await add('add head', 'add-head');
    await connect('frozen', 'freeze-layers.model>add-head.model');
    await connect('split: train', 'split.train>add-head.dataset');
    await add('train', 'train');
    await connect('with head', 'add-head.model>train.model');
    await connect('split: train → train: train', 'split.train>train.train');
    await connect('split: validation → train: validation', 'split.validation>train.validation');
    await add('evaluate', 'evaluate');
    await connect('trained → evaluate', 'train.model>evaluate.model');
    await connect('split: test → evaluate', 'split.test>evaluate.dataset');
    await add('register', 'register-model');
    await connect('trained', 'train.model>register-model.model');
  });
  await step('a menu that comes with its first press gives the focus back', async () => {
    const first = page.getByRole('menuitem', { name: 'What will run?' });
    await tabTo(page, '.run-menu');
    await page.keyboard.press('Enter');
    await page.locator('[role="menu"] [data-autofocus]:focus').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.run-menu[aria-expanded="false"]:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('[role="menu"] [data-autofocus]:focus').waitFor();
    await page.keyboard.press('ArrowDown');
    await first.and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.plan li').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
  await step('it is run', async () => {
    await page.keyboard.press('Control+Enter');
    await page.locator('.run-link', { hasText: 'Done' }).waitFor({ timeout: 180_000 });
  });
  await step('the model predicts', async () => {
    await tabTo(page, 'a[href="/models"]');
    await page.keyboard.press('Enter');
    await page.locator('.runs__name').first().waitFor();
    await tabTo(page, '.runs__name');
    await page.keyboard.press('Enter');
    await page.locator('.try-these button').first().waitFor();
    await tabTo(page, '.try-these button');
    await page.keyboard.press('Enter');
    await page.locator('.answer__bars li').first().waitFor({ timeout: 60_000 });
  });
});
