// Pictures and texts of one's own come in: by drag, from a dialog, by class, by column, from a camera.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import { assertAccessible } from './axe.mjs';
import { middleOf, openBrowser, takeSteps, until } from './browser.mjs';
import { chooseFiles, dropFiles, nameEntries, readPictures, writeFolder, zipOf } from './files.mjs';
import { runGraft } from './run-graft.mjs';
import { askApi, url } from './stack.mjs';

const LIMIT = 60_000;
/** What Chromium itself says of a refusal, and of a connection that we cut. */
const EXPECTED = /status of 422|ERR_INTERNET_DISCONNECTED/;
const stamp = Date.now();

test('data of one’s own comes in by gesture', async (t) => {
  const { browser, page, faults } = await openBrowser({ camera: true });
  t.after(() => browser.close());
  const step = takeSteps(t);
  const [fives, sixes] = await Promise.all(
    ['5', '6'].map((each) => readPictures('digits', each, 4)),
  );
  const folder = await writeFolder(t, {
    ...nameEntries('fives', fives),
    ...nameEntries('sixes', sixes),
  });
  const dialog = page.getByRole('dialog');
  const dropzone = dialog.locator('.dropzone');
  const open = async () => {
    await page.getByRole('link', { name: 'Data', exact: true }).click();
    await page.getByRole('button', { name: 'Import data' }).first().click();
    await dropzone.waitFor();
  };
  const bring = async (name) => {
    await dialog.getByLabel('Name', { exact: true }).fill(`${name} ${stamp}`);
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  };
  const arrive = (name, facts) =>
    page
      .locator('main', { hasText: `${name} ${stamp}` })
      .getByText(facts)
      .waitFor({ timeout: LIMIT });
  await page.goto(url);
  await page.locator('.template').first().waitFor();

  await step('it is said where the files go, and that it is nowhere else', async () => {
    await open();
    await dialog.getByText('Files go to this Graft server and nowhere else').waitFor();
  });
  await step('a folder is dropped: its folders are the classes', async () => {
    await dropFiles(page, dropzone, [folder]);
    await dropzone.getByText('8 files').waitFor();
    await bring('dropped');
    await arrive('dropped', '8 pictures, 2 classes');
  });
  await step('so is a zip, with a name that exists: its next version', async () => {
    const more = { ...nameEntries('fives', fives), ...nameEntries('sixes', sixes.slice(1)) };
    const { buffer } = zipOf('', more);
    const path = join(await writeFolder(t, { 'again.zip': buffer }), 'again.zip');
    await open();
    await dropFiles(page, dropzone, [path]);
    await dropzone.getByText('again.zip').waitFor();
    await bring('dropped');
    await arrive('dropped', /^7 pictures, 2 classes · version 2, made/);
  });
  await step('a folder is chosen in the dialog of the system', async () => {
    await open();
    const press = () => dialog.getByRole('button', { name: 'Choose a folder' }).click();
    await chooseFiles(page, press, folder);
    await bring('chosen');
    await arrive('chosen', '8 pictures, 2 classes');
  });
  await step('loose pictures come into the class that is named', async () => {
    await open();
    const files = ['fives-0.png', 'fives-1.png', 'fives-2.png'].map((name) =>
      join(folder, 'fives', name),
    );
    await dropFiles(page, dropzone, files);
    const start = dialog.getByRole('button', { name: 'Import', exact: true });
    await dialog.getByLabel('Name', { exact: true }).fill('loose');
    assert.ok(await start.isDisabled(), 'a class is asked for');
    await dialog.getByLabel('Class of these pictures').fill('high five');
    await bring('loose');
    await arrive('loose', '3 pictures, 1 class');
    await page.locator('.class-bars', { hasText: 'high five' }).waitFor();
  });
  await step('what cannot be read is listed with the reason, and the rest is used', async () => {
    await open();
    const broken = { ...nameEntries('whole', fives), 'whole/cut.png': fives[0].slice(0, 60) };
    await chooseFiles(page, () => dropzone.click(), zipOf('broken.zip', broken));
    await bring('broken');
    await dialog.locator('.rejected li', { hasText: /cut\.png: \S+/ }).waitFor({ timeout: LIMIT });
    await dialog.getByRole('button', { name: 'Show the data set' }).click();
    await arrive('broken', '4 pictures, 1 class');
  });
  await step('a table is read as it was found, and its columns are chosen', async () => {
    await open();
    const rows = [
      'what;mood;where',
      'a sunny day;good;in',
      'rain again;bad;out',
      'warm soup;good;in',
    ];
    const table = {
      name: 'moods.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(rows.join('\r\n')),
    };
    await chooseFiles(page, () => dropzone.click(), table);
    await bring('moods');
    await dialog.getByText('separated by semicolon').waitFor({ timeout: LIMIT });
    await dialog.getByRole('cell', { name: 'rain again' }).waitFor();
    await assertAccessible(page);
    for (const [field, column] of [
      ['Text', 'what'],
      ['Label', 'mood'],
    ]) {
      await dialog.getByRole('combobox', { name: field, exact: true }).click();
      await page.getByRole('option', { name: column, exact: true }).click();
    }
    await dialog.getByRole('button', { name: 'Use these columns' }).click();
    await arrive('moods', '3 texts, 2 classes');
    await page.locator('.class-bars', { hasText: 'good' }).waitFor();
    await page.locator('.examples__cell', { hasText: 'warm soup' }).waitFor();
  });
  await step('tab-separated texts and JSON lines come in alike', async () => {
    const rows = [
      ['good, sunny', 'up'],
      ['bad', 'down'],
    ];
    const contents = {
      'table.tsv': [['text', 'label'], ...rows].map((row) => row.join('\t')).join('\n'),
      'lines.jsonl': rows.map(([text, label]) => JSON.stringify({ text, label })).join('\n'),
    };
    for (const [name, content] of Object.entries(contents)) {
      await open();
      const file = { name, mimeType: 'text/plain', buffer: Buffer.from(content) };
      await chooseFiles(page, () => dropzone.click(), file);
      await bring(name);
      await dialog.getByRole('cell', { name: 'good, sunny' }).waitFor({ timeout: LIMIT });
      await dialog.getByRole('button', { name: 'Use these columns' }).click();
      await arrive(name, '2 texts, 2 classes');
    }
  });
  await step('a row that cannot be read is named by its number', async () => {
    await open();
    const file = { name: 'torn.csv', mimeType: 'text/csv' };
    const buffer = Buffer.from('text,label\na,x\nb,y\n"c,z\n');
    await chooseFiles(page, () => dropzone.click(), { ...file, buffer });
    await bring('torn');
    await dialog.getByRole('button', { name: 'Use these columns' }).click();
    await dialog
      .getByRole('alert')
      .getByText(/^Row 4 opens a double quote/)
      .waitFor({ timeout: LIMIT });
    await page.keyboard.press('Escape');
    await dropzone.waitFor({ state: 'detached' });
  });
  const hold = async (place, least) => {
    await place.getByRole('button', { name: 'Use the camera' }).click();
    await until(page, 'the camera shows something', () =>
      place.locator('video').evaluate((video) => video.videoWidth > 0),
    );
    const button = place.getByRole('button', { name: /^Hold to take pictures/ });
    const taken = async () => Number(/\((\d+)\)/.exec(await button.innerText())[1]);
    const { x, y } = await middleOf(button);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await until(page, `${least} pictures`, async () => (await taken()) >= least);
    await page.mouse.up();
    return taken();
  };
  await step('the camera takes pictures while a button is held', async () => {
    await open();
    // The field for their class comes with the first one and moves the button away: it stays held.
    const taken = await hold(dialog, 3);
    await dialog.getByLabel('Class of these pictures').fill('me');
    await bring('camera');
    await arrive('camera', new RegExp(`^${taken} pictures, 1 class`));
  });
  await step('class by class, files and camera', async () => {
    await open();
    await dialog.getByText('Class by class').click();
    const [first, second] = [1, 2].map((place) =>
      dialog.getByRole('group', { name: `Class ${place}` }),
    );
    await first.getByLabel('Name of class 1').fill('me');
    await second.getByLabel('Name of class 2').fill('fives');
    const taken = await hold(first, 2);
    await dropFiles(page, second.locator('.dropzone'), [join(folder, 'fives/fives-0.png')]);
    await second.getByText('1 picture').waitFor();
    await assertAccessible(page);
    await dialog.getByLabel('Name of the data set').fill(`classes ${stamp}`);
    await dialog.getByRole('button', { name: 'Use these pictures' }).click();
    await arrive('classes', `${taken + 1} pictures, 2 classes`);
  });
  await step('a large zip says how far it is, and how long it still takes', async () => {
    await open();
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    await throttle(session, 3_000_000);
    await chooseFiles(page, () => dropzone.click(), await makeLargeZip());
    await bring('large');
    await dialog
      .getByRole('status')
      .getByText(/^\d[\d.]* MB of 1\d MB sent, .+ left$/)
      .waitFor({ timeout: LIMIT });
    await dialog.getByRole('progressbar').waitFor();
    await throttle(session, -1);
    await arrive('large', '4 pictures, 2 classes');
    const { datasets } = await askApi('GET', '/datasets?limit=200');
    assert.ok(datasets.some(({ name }) => name === `large ${stamp}`));
  });
  await step('an upload goes on where it was after the connection broke', async () => {
    const begun = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && /\/uploads$/.test(request.url())) begun.push(request);
    });
    await open();
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    await throttle(session, 3_000_000);
    await chooseFiles(page, () => dropzone.click(), await makeLargeZip());
    await bring('broken off');
    const sent = dialog.getByRole('status').getByText(/^[1-9][\d.]* MB of 1\d MB sent/);
    await sent.waitFor({ timeout: LIMIT });
    const broken = page.waitForEvent('requestfailed', (request) => request.method() === 'PUT');
    await throttle(session, 0, true);
    await broken;
    await throttle(session, -1);
    await arrive('broken off', '4 pictures, 2 classes');
    assert.equal(begun.length, 1, 'it began once');
  });
  await step('the command line brings a folder into the same place', async () => {
    const printed = await runGraft('datasets', 'import', folder, '--name', `typed ${stamp}`);
    assert.match(printed, /version 1: 8 examples\n {2}fives: 4\n {2}sixes: 4\n$/);
    await page.getByRole('link', { name: 'Data', exact: true }).click();
    await page.getByRole('link', { name: `typed ${stamp}` }).click();
    await arrive('typed', '8 pictures, 2 classes');
  });
  const others = faults.filter((fault) => !EXPECTED.test(fault));
  assert.deepEqual(others, [], 'the pages complained');
});

/** Lets so many bytes a second leave the browser, or nothing pass at all; -1 for as many as can. */
async function throttle(session, uploadThroughput, offline = false) {
  const rest = { offline, latency: 0, downloadThroughput: -1 };
  await session.send('Network.emulateNetworkConditions', { ...rest, uploadThroughput });
}

/** Pictures of noise, which no zip makes smaller: several pieces of an upload. */
async function makeLargeZip() {
  const raw = { width: 1000, height: 1000, channels: 3 };
  const entries = {};
  for (const label of ['a', 'b', 'c', 'd']) {
    const picture = sharp(randomBytes(3_000_000), { raw }).png({ compressionLevel: 0 });
    entries[`${label < 'c' ? 'left' : 'right'}/${label}.png`] = await picture.toBuffer();
  }
  return zipOf('large.zip', entries);
}
