// A data set is looked at, searched, and changed in new versions; what a model confused leads to it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import sharp from 'sharp';
import { assertAccessible } from './axe.mjs';
import { openBrowser, takeSteps, until } from './browser.mjs';
import { importZip, nameEntries, readPictures } from './files.mjs';
import {
  askApi,
  createPipeline,
  origin,
  readTemplate,
  url,
  waitForDataset,
  waitForRun,
} from './stack.mjs';

const LIMIT = 60_000;
const NAME = `mixed ${Date.now()}`;
const MANY = `many ${Date.now()}`;
const CHANCE = `chance ${Date.now()}`;

test('the data page by gesture', async (t) => {
  const { browser, page, faults } = await openBrowser();
  t.after(() => browser.close());
  const step = takeSteps(t);
  const cells = page.locator('.examples__cell');
  const cell = (name) => cells.filter({ has: page.locator(`.examples__name[title$="/${name}"]`) });
  const bar = (label) =>
    page.locator('.class-bars button', { has: page.locator(`[title="${label}"]`) });
  const count = (label, number) =>
    bar(label)
      .locator('.class-bars__count', { hasText: new RegExp(`^${number}$`) })
      .waitFor({ timeout: LIMIT });
  const version = (number) =>
    page.getByText(new RegExp(`version ${number}, made`)).waitFor({ timeout: LIMIT });
  const tools = page.getByRole('toolbar', { name: 'Change the data set' });
  const nameClass = async (label) => {
    await tools.getByLabel('Class').fill(label);
    await page.keyboard.press('Escape');
  };

  await step('it warns of small classes, and of one that outvotes another', async () => {
    await page.goto(url);
    await importZip(page, NAME, await mixEntries());
    await version(1);
    await page.getByText('2 classes with fewer than 20 examples').waitFor();
    await page.getByText('The largest class has 13 times the examples of the smallest').waitFor();
  });
  await step('a click on a class shows it alone, a search finds names', async () => {
    await bar('sevens').click();
    await until(page, 'two sevens', async () => (await cells.count()) === 2);
    await bar('sevens').click();
    await page.getByLabel('Search').fill('threes-1');
    await until(page, 'eleven names', async () => (await cells.count()) === 11);
    await page.getByLabel('Search').fill('');
    await cell('sevens-0.png').waitFor();
  });
  await step('chosen examples are relabelled, in a new version', async () => {
    await cell('threes-3.png').click();
    await cell('threes-4.png').click();
    await assertAccessible(page);
    await nameClass('sevens');
    await tools.getByRole('button', { name: 'Relabel 2 examples' }).click();
    await version(2);
    await count('threes', 23);
    await count('sevens', 4);
  });
  await step('or left out', async () => {
    await cell('threes-5.png').click();
    await tools.getByRole('button', { name: 'Leave out' }).click();
    await version(3);
    await count('threes', 22);
    await cell('threes-6.png').waitFor();
    assert.equal(await cell('threes-5.png').count(), 0);
  });
  await step('one class is merged into another, one has another name', async () => {
    await bar('sevens').click();
    await nameClass('threes');
    await tools.getByRole('button', { name: 'Merge sevens and threes' }).click();
    await version(4);
    await count('threes', 26);
    assert.equal(await bar('sevens').count(), 0);
    await bar('people').click();
    await nameClass('persons');
    await tools.getByRole('button', { name: 'Rename people' }).click();
    await version(5);
    await count('persons', 3);
  });
  await step('the same and similar examples are listed, and all but one left out', async () => {
    await page.getByRole('button', { name: 'Look for the same and similar examples' }).click();
    const groups = page.locator('.duplicates');
    await groups.filter({ hasText: 'alike' }).first().waitFor({ timeout: LIMIT });
    const same = groups.filter({ hasText: 'the same' });
    assert.equal(await same.count(), 1);
    await assertAccessible(page);
    await same.getByRole('button', { name: 'Keep the first, leave out 1' }).click();
    await version(6);
    await count('threes', 25);
  });
  await step('a split is shown before it is made', async () => {
    await page.getByRole('button', { name: 'Show how it would be divided' }).click();
    const parts = page.getByRole('group', { name: 'Examples by class and part' }).locator('td');
    await parts.first().waitFor();
    const numbers = (await parts.allInnerTexts()).map(Number);
    assert.equal(
      numbers.reduce((sum, number) => sum + number, 0),
      28,
    );
  });
  await step('the first version is as it was, and can only be looked at', async () => {
    await page.getByRole('combobox', { name: 'Version' }).click();
    await page.getByRole('option', { name: 'Version 1', exact: true }).click();
    await version(1);
    await count('threes', 25);
    await count('sevens', 2);
    await page.getByText('An older version').waitFor();
    await bar('sevens').click();
    await until(page, 'two sevens', async () => (await cells.count()) === 2);
    assert.equal(await tools.count(), 0);
  });
  await step(
    'of many pictures only those in sight are in the page, and the wheel brings others',
    async () => {
      await importZip(page, MANY, await countEntries(900));
      await cell('dots-0000.png').locator('img').waitFor();
      const shown = await cells.count();
      assert.ok(shown > 10 && shown < 200, `${shown} cells`);
      await cells.nth(0).hover();
      await page.mouse.wheel(0, 12_000);
      await until(
        page,
        'the first has gone',
        async () => (await cell('dots-0000.png').count()) === 0,
      );
      await page.mouse.wheel(0, 1_000_000);
      await cell('spots-0899.png').locator('img').waitFor();
      assert.ok((await cells.count()) < 200, 'others have gone');
      await cell('spots-0899.png').click();
      await tools.getByRole('button', { name: 'Relabel 1 example' }).waitFor();
    },
  );
  await step('texts lie in rows that fit them', async () => {
    await waitForDataset('emoji-names');
    await page.getByRole('link', { name: 'Data', exact: true }).click();
    await page.getByRole('link', { name: 'emoji-names' }).click();
    const [first, last] = [cells.nth(0), cells.nth(20)];
    await last.locator('.examples__name').waitFor();
    const [box, name, other] = await Promise.all(
      [first, first.locator('.examples__name'), last].map((each) => each.boundingBox()),
    );
    assert.ok(box.height < 80, `${box.height} px for a text`);
    assert.ok(name.y + name.height <= box.y + box.height, 'the name of the row is cut off');
    assert.ok(other.y - box.y < 8 * box.height, 'rows lie close');
  });
  await step('what a model confused is relabelled and left out from its report', async () => {
    await importZip(page, CHANCE, await tossEntries());
    const runId = await confuse();
    await page.goto(`${origin}/runs/${runId}`);
    const wrong = page.getByRole('button', {
      name: /row: (heads taken for tails|tails taken for heads), [2-9]$/,
    });
    const [, truth, answer, number] = /row: (.+) taken for (.+), (.)$/.exec(
      await wrong.first().getAttribute('aria-label'),
    );
    await wrong.first().click();
    await page.getByRole('link', { name: 'Relabel or leave out' }).click();
    await page.getByRole('heading', { name: `${truth} taken for ${answer}` }).waitFor();
    await cells.nth(Number(number) - 1).waitFor();
    assert.equal(await cells.count(), Number(number));
    await cells.nth(0).locator('button').click();
    await nameClass(answer);
    await tools.getByRole('button', { name: 'Relabel 1 example' }).click();
    await version(2);
    await count(answer, 22);
    await cells.nth(1).locator('button').click();
    await tools.getByRole('button', { name: 'Leave out' }).click();
    await version(3);
  });
  assert.deepEqual(faults, [], 'the pages complained');
});

/** A large class with one picture twice, a small one, and three pictures that look alike. */
async function mixEntries() {
  const [threes, sevens] = [
    await readPictures('digits', '3/', 24),
    await readPictures('digits', '7/', 2),
  ];
  const people = await readPictures('emoji-objects', 'person/1F46F', 3);
  return {
    ...nameEntries('threes', threes),
    'threes/again.png': threes[0],
    ...nameEntries('sevens', sevens),
    ...nameEntries('people', people),
  };
}

/** So many pictures of one colour each, all different, in two classes. */
async function countEntries(count) {
  const draw = async (at) => {
    const background = { r: at & 255, g: at >> 8, b: 90 };
    const png = sharp({ create: { width: 4, height: 4, channels: 3, background } }).png();
    const label = at < count / 2 ? 'dots' : 'spots';
    return [`${label}/${label}-${String(at).padStart(4, '0')}.png`, await png.toBuffer()];
  };
  return Object.fromEntries(await Promise.all(Array.from({ length: count }, (_, at) => draw(at))));
}

/** Pictures of one digit, in two classes by turns: nobody can tell which. Noise makes them a data set of their own. */
async function tossEntries() {
  const raw = { width: 28, height: 28, channels: 3 };
  const noise = () =>
    sharp(randomBytes(28 * 28 * 3), { raw })
      .png()
      .toBuffer();
  const entries = (await readPictures('digits', '4/', 40)).map((bytes, at) => [
    `${at % 2 === 0 ? 'heads' : 'tails'}/${at}.png`,
    bytes,
  ]);
  return {
    ...Object.fromEntries(entries),
    'heads/noise.png': await noise(),
    'tails/noise.png': await noise(),
  };
}

/** A run that learns to tell what nobody can; resolves with its id. */
async function confuse() {
  const graph = await readTemplate('objects-feature-extraction');
  const own = {
    data: { dataset: CHANCE },
    split: { train: 0.5, validation: 0.1, test: 0.4, group: 'same-content' },
    train: { epochs: 3 },
  };
  const nodes = graph.nodes
    .filter(({ id }) => id !== 'register')
    .map((node) => ({ ...node, params: { ...node.params, ...own[node.id] } }));
  const edges = graph.edges.filter(({ to }) => to.node !== 'register');
  const pipelineId = await createPipeline({ ...graph, nodes, edges, exposed: [] }, CHANCE);
  const { runId } = await askApi('POST', '/runs', { pipelineId });
  await waitForRun(runId);
  return runId;
}
