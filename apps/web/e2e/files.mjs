import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { middleOf } from './browser.mjs';

const IMPORT_LIMIT = 60_000;
const DATASETS = join(import.meta.dirname, '../../../assets/datasets');

/** The first pictures of a bundled data set whose names begin so, as bytes. */
export async function readPictures(dataset, start, count) {
  const packed = new Uint8Array(await readFile(join(DATASETS, `${dataset}.zip`)));
  let left = count;
  const entries = unzipSync(packed, {
    filter: ({ name }) => name.startsWith(start) && name.endsWith('.png') && left-- > 0,
  });
  return Object.values(entries);
}

/** Pictures of a class under names that a search can find, as entries of a zip. */
export function nameEntries(label, pictures) {
  return Object.fromEntries(pictures.map((bytes, at) => [`${label}/${label}-${at}.png`, bytes]));
}

/** A zip as a file chooser hands it over. */
export function zipOf(name, entries) {
  const buffer = Buffer.from(zipSync(entries, { level: 0 }));
  return { name, mimeType: 'application/zip', buffer };
}

/** Writes files below a folder of their own, which goes when the test has ended. Resolves with its path. */
export async function writeFolder(t, entries) {
  const folder = await mkdtemp(join(tmpdir(), 'graft-files-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  for (const [name, bytes] of Object.entries(entries)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  return folder;
}

/** Drags files or folders of this machine onto something and drops them there, as from a window of files. */
export async function dropFiles(page, target, paths) {
  const session = await page.context().newCDPSession(page);
  const at = await middleOf(target);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await session.send('Input.dispatchDragEvent', { type, ...at, data });
  }
  await session.detach();
}

/** Presses what opens the system's dialog, and chooses files in it. */
export async function chooseFiles(page, press, files) {
  const asked = page.waitForEvent('filechooser');
  await press();
  await (await asked).setFiles(files);
}

/** Presses what hands a file over; resolves with its name and bytes. */
export async function takeDownload(page, press) {
  const coming = page.waitForEvent('download');
  await press();
  const file = await coming;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** Imports a zip and lands on its page. */
export async function importZip(page, name, entries) {
  await page.getByRole('link', { name: 'Data', exact: true }).click();
  await page.getByRole('button', { name: 'Import data' }).first().click();
  const press = () => page.getByRole('dialog').locator('.dropzone').click();
  await chooseFiles(page, press, zipOf(`${name}.zip`, entries));
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('heading', { name, exact: true }).waitFor({ timeout: IMPORT_LIMIT });
}
