import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

const MODULES = join(import.meta.dirname, '../../../node_modules');
const LIBRARIES = /^https:\/\/cdn\.jsdelivr\.net\/npm\/((?:@[^/]+\/)?[^@]+)@([^/]+)\/(.+)$/;
const HERE = 'http://localhost:1/';
const TYPES = { html: 'text/html', js: 'text/javascript', mjs: 'text/javascript' };
const LIMIT = 60_000;

/**
 * Opens the page of an unpacked export as a browser does that is served its folder, and chooses a picture (bytes) in it or
 * types a text. The library comes from node_modules instead of the network, in the very version that the page names. Resolves with the
 * probabilities by label.
 */
export async function askExportedPage(browser, entries, asked) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  await context.route('**/*', async (route) => {
    const address = route.request().url();
    const body = await readLibrary(address).catch(() => entries[address.slice(HERE.length)]);
    const type = TYPES[basename(address).split('.').at(-1)] ?? 'application/octet-stream';
    if (body === undefined) await route.abort();
    else await route.fulfill({ body: Buffer.from(body), contentType: type });
  });
  try {
    await page.goto(`${HERE}browser.html`);
    const input = page.getByLabel(typeof asked === 'string' ? 'Text' : 'Picture');
    await input.and(page.locator(':enabled')).waitFor({ timeout: LIMIT });
    if (typeof asked === 'string') await input.fill(asked);
    else {
      const buffer = Buffer.from(asked);
      await input.setInputFiles({ name: 'own.png', mimeType: 'image/png', buffer });
    }
    const answer = page.locator('#answer', { hasText: 'probability' });
    await answer.waitFor({ timeout: LIMIT });
    const top = JSON.parse(await answer.innerText());
    return Object.fromEntries(top.map(({ label, probability }) => [label, probability]));
  } finally {
    assert.deepEqual(faults, [], 'the exported page complained');
    await context.close();
  }
}

/** @throws Error when an address is no library, or not in that version */
async function readLibrary(address) {
  const [, name, version, path] = LIBRARIES.exec(address) ?? [];
  assert.ok(name, `${address} is no library`);
  const manifest = JSON.parse(await readFile(join(MODULES, name, 'package.json'), 'utf8'));
  assert.equal(manifest.version, version, `${name} is here in another version`);
  return readFile(join(MODULES, name, path));
}
