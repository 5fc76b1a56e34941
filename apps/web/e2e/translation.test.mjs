// Every page in a language that nobody speaks (src/words/pseudo.ts): what has letters without accents was not in the
// catalogue. What the API and the definitions of nodes say is known by a code or a kind (docs/adr/0075): data, here.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'vite';
import { card, openBrowser } from './browser.mjs';
import { createPipeline, origin, runForALook, readTemplate, startWays, url } from './stack.mjs';

const WEB = join(import.meta.dirname, '..');
const TYPES = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', woff2: 'font/woff2' };

/** What no language translates. */
const NAMES = new Set([
  'React Flow',
  'React Flow attribution',
  'Adam',
  'Sgd',
  'Rmsprop',
  'curl',
  'JavaScript',
  'Python',
  'https://',
]);

/** Examples are called as their files. */
const FILE = /^\S+\.(png|jpg|txt)$/;

/** Ages and days are written by Intl in the language of the catalogue. */
const AGE = /^(\d+ \w+ ago|yesterday|\d+ \w{3} \d{4})$/;

/** Units are symbols. */
const DURATION = /^(\d+ h )?(\d+ min)?( ?\d+ s)?$/;

let runIds;
let waysId;
let folder;
before(async () => {
  // Of one graph: what differs between graphs is data, by the names of parameters and ports.
  runIds = [await runForALook(), await runForALook()];
  waysId = await startWays();
  folder = await mkdtemp(join(tmpdir(), 'graft-words-'));
  await build({ root: WEB, mode: 'pseudo', logLevel: 'warn', build: { outDir: folder } });
});
after(() => rm(folder, { recursive: true, force: true }));

test('every text of the main pages is in the catalogue', async (t) => {
  const { browser, page, faults } = await openBrowser({ width: 1280, height: 800, still: true });
  t.after(() => browser.close());
  await serveBuild(page);
  const listKnown = recordTexts(page);
  const seen = new Map();
  const check = async (name) => {
    for (const text of await page.evaluate(listTexts)) seen.set(text, name);
  };
  const visit = async (name, path, ready) => {
    await page.goto(origin + path);
    await page.locator(ready).first().waitFor();
    await check(name);
  };
  await page.goto(url);
  await page.locator('.template').first().waitFor();
  await check('start');
  const graph = await readTemplate('objects-feature-extraction');
  const pipelineId = await createPipeline(graph, `Words ${Date.now()}`);
  await visit('editor', `/pipelines/${pipelineId}`, '[data-id="train"] .card');
  await card(page, 'train').locator('.card__title').click();
  await page.locator('#field-epochs').waitFor();
  await check('inspector');
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await check('keys');
  await page.keyboard.press('Escape');
  await visit('app', `${new URL(page.url()).pathname}/app`, 'h1');
  await visit('runs', '/runs', '.runs__name');
  await visit('compare', `/runs/compare?a=${runIds[0]}&b=${runIds[1]}`, '.curves');
  await visit('run', `/runs/${runIds[0]}`, '.report__score');
  await visit('data', '/data', '.dataset-card');
  await page.locator('.dataset-card').first().click();
  await page.locator('.class-bars').waitFor();
  await check('data set');
  await visit('models', '/models', '.runs__name');
  await page.locator('.runs__name').first().click();
  await page.locator('.playground').waitFor();
  await check('model');
  await visit('which transfer', `/which-transfer/${waysId}`, 'td');
  await visit('settings', '/settings', 'h2');
  await visit('workers', '/workers', 'td');
  await visit('queue', '/queue', 'h1');
  await visit('not found', '/nowhere', 'h1');
  const known = await listKnown();
  const missing = [...seen].filter(([text]) => !isKnown(text, known));
  assert.deepEqual(missing, []);
  assert.deepEqual(faults, []);
});

/** Serves the app in that language instead of the one that the stack serves. */
async function serveBuild(page) {
  await page.route(
    (address) => address.origin === origin && !address.pathname.startsWith('/api/'),
    async (route) => {
      const { pathname } = new URL(route.request().url());
      const [, extension] = /\.(\w+)$/.exec(pathname) ?? [];
      const file = extension === undefined ? 'index.html' : pathname;
      const body = await readFile(join(folder, file));
      await route.fulfill({ body, contentType: TYPES[extension] ?? 'text/html' });
    },
  );
}

/** Everything that the API says to the page. */
function recordTexts(page) {
  const texts = new Set();
  const take = (value) => {
    if (typeof value === 'string') texts.add(value.trim());
    if (typeof value !== 'object' || value === null) return;
    Object.values(value).forEach(take);
  };
  const replies = [];
  page.on('response', (response) => {
    if (!response.headers()['content-type']?.includes('json')) return;
    // A page that is left no longer has its replies.
    replies.push(response.json().then(take, () => undefined));
  });
  return async () => {
    await Promise.all(replies);
    return texts;
  };
}

/** In the page: what is read on it, and what is read aloud. */
function listTexts() {
  // Code, files, what people and nodes have written, and what nodes say of their outputs.
  const data =
    'script, style, code, pre, .markdown, .template, .card__summary, .wire__note, .inspector__outputs, .picture, [translate="no"], [aria-hidden="true"]';
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: around, textContent } = walker.currentNode;
    if (around?.closest(data) === null) texts.push(textContent);
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
    if (element.closest(data) !== null) continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
      texts.push(element.getAttribute(name) ?? '');
    }
  }
  return texts.map((text) => text.trim());
}

/** True for a text whose parts are translated, data or figures. */
function isKnown(text, known) {
  const isPartKnown = (part) =>
    !/[A-Za-z]{2}/.test(part) ||
    known.has(part) ||
    NAMES.has(part) ||
    AGE.test(part) ||
    DURATION.test(part) ||
    FILE.test(part);
  const rest = text
    .replaceAll(/\[[^\]]*\]/g, '')
    .trim()
    .replace(/[,:]$/, '');
  return isPartKnown(rest) || rest.split(/: ?|, | · /).every(isPartKnown);
}
