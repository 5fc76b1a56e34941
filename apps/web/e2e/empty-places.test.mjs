// Where there is nothing yet, the button of the next step leads where it says. What is empty is what the API says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './axe.mjs';
import { card, openBrowser, takeSteps } from './browser.mjs';
import { askApi, createPipeline, origin, readTemplate, url } from './stack.mjs';

test('every button of an empty place leads where it says', async (t) => {
  const { browser, page, faults } = await openBrowser();
  t.after(() => browser.close());
  const step = takeSteps(t);
  /** Opens a page whose list is empty. */
  const visitEmpty = async (path, list, key = list) => {
    const asked = (address) => address.pathname === `/api/v1/${list}`;
    const body = JSON.stringify({ [key]: [] });
    await page.route(asked, (route) => route.fulfill({ contentType: 'application/json', body }));
    await page.goto(origin + path);
    return () => page.unroute(asked);
  };
  const follow = async (role, name, path) => {
    const next = page.getByRole(role, { name, exact: true }).last();
    await next.waitFor();
    await assertAccessible(page);
    await next.click();
    await page.waitForURL((address) => address.pathname === path);
  };
  await page.goto(url);
  await page.locator('.template').first().waitFor();

  for (const [place, title] of [
    ['runs', 'No run yet'],
    ['models', 'No model yet'],
  ]) {
    await step(`no ${place}: the templates`, async () => {
      const end = await visitEmpty(`/${place}`, place);
      await page.getByText(title).waitFor();
      await follow('link', 'See the templates', '/');
      await page.locator('.template').first().waitFor();
      await end();
    });
  }
  await step('no data: the dialog that brings some', async () => {
    const end = await visitEmpty('/data', 'datasets');
    await page.getByText('No data yet').waitFor();
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Import data' }).last().click();
    await page.getByRole('dialog', { name: 'Import data' }).waitFor();
    await end();
  });
  await step('nothing waits: the runs', async () => {
    const end = await visitEmpty('/queue', 'queue', 'entries');
    await page.getByText('Nothing waits').waitFor();
    await follow('link', 'See the runs', '/runs');
    await end();
  });
  await step('nothing to compare: the runs', async () => {
    await page.goto(`${origin}/runs/compare`);
    await follow('link', 'Go to the runs', '/runs');
  });
  await step('no worker: how one is started', async () => {
    const end = await visitEmpty('/workers', 'workers');
    await page.getByText('No worker is connected').waitFor();
    await page.getByText('npm start').waitFor();
    await assertAccessible(page);
    await end();
  });
  await step('no page, no pipeline: the start page', async () => {
    for (const path of ['/nowhere', `/pipelines/${crypto.randomUUID()}`]) {
      await page.goto(origin + path);
      await follow('link', 'Go to the start page', '/');
    }
    // The second one is not there, and the browser says so too.
    faults.splice(0, faults.length, ...faults.filter((fault) => !fault.includes('404')));
  });
  await step('no nodes: the templates', async () => {
    await page.getByRole('button', { name: 'New pipeline' }).click();
    await page.locator('.canvas__empty').waitFor();
    await page.locator('.canvas__empty a').click();
    await page.locator('.template').first().waitFor();
  });
  const graph = await readTemplate('objects-feature-extraction');
  const pipelineId = await createPipeline({ ...graph, exposed: [] }, `Empty places ${Date.now()}`);
  await step('nothing asked for in the app view: the pipeline', async () => {
    await page.goto(`${origin}/pipelines/${pipelineId}/app`);
    await page.getByText('This pipeline asks for nothing yet').waitFor();
    await follow('link', 'Open the pipeline', `/pipelines/${pipelineId}`);
  });
  await step('no report yet: the run that makes one', async () => {
    await card(page, 'train').waitFor();
    await page.getByRole('tab', { name: 'Report', exact: true }).click();
    await page.getByText('No report yet').waitFor();
    await page.getByRole('button', { name: 'Run the pipeline', exact: true }).click();
    await page.locator('.run-link').waitFor();
    const runId = (await page.locator('.run-link').getAttribute('href')).split('/').at(-1);
    await askApi('POST', `/runs/${runId}/cancel`);
    assert.equal((await askApi('GET', `/runs/${runId}`)).pipelineId, pipelineId);
  });
  assert.deepEqual(faults, [], 'the pages complained');
});
