import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import type { BenchContext } from './bench-case';

interface Stack {
  readonly address: string;
  readonly token: string;
  stop(): Promise<void>;
}

interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly browser: { close(): Promise<void> };
}

/** Milliseconds as the page itself saw them while `work` went on. */
interface Measure {
  measureFrames(page: Page, work: () => Promise<void>): Promise<number[]>;
  measureKeys(page: Page, work: () => Promise<void>): Promise<number[]>;
  /** Selector of the node nearest to the middle of the window: five hundred do not all fit on it. */
  findCentral(page: Page): Promise<string>;
}

/** A whole stack with the web app as it ships, and a real browser. */
export interface Web {
  readonly address: string;
  /** The address with the token, as `npm start` prints it. */
  readonly url: string;
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
  open(options?: { width?: number; height?: number }): Promise<Window>;
  readonly measure: Measure;
  close(): Promise<void>;
}

/** Programs of the repository are loaded from where they lie: they find their files by it. */
function load(root: string, path: string): Promise<unknown> {
  return import(pathToFileURL(join(root, path)).href);
}

export async function openWeb({ root, folder }: BenchContext): Promise<Web> {
  const { startStack } = (await load(root, 'tools/stack/start-stack.mjs')) as {
    readonly startStack: (options: { home: string; port: number }) => Promise<Stack>;
  };
  const { openBrowser } = (await load(root, 'apps/web/e2e/browser.mjs')) as {
    readonly openBrowser: (options?: object) => Promise<Window>;
  };
  const measure = (await load(root, 'apps/web/e2e/measure.mjs')) as Measure;
  const stack = await startStack({ home: join(folder, 'home'), port: 0 });
  const windows: Window[] = [];
  return {
    address: stack.address,
    url: `${stack.address}/#token=${stack.token}`,
    measure,
    async ask(method, path, body) {
      const response = await fetch(`${stack.address}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${stack.token}`,
          'content-type': 'application/json',
          'idempotency-key': crypto.randomUUID(),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
      return response.json();
    },
    async open(options) {
      const opened = await openBrowser(options);
      windows.push(opened);
      return opened;
    },
    async close() {
      for (const { browser } of windows) await browser.close();
      await stack.stop();
    },
  };
}

/** Saves a graph as a pipeline; resolves with its id. */
export async function savePipeline(web: Web, graph: object, name: string): Promise<string> {
  const body = { name, draft: { ...graph, name } };
  const { pipelineId } = (await web.ask('POST', '/pipelines', body)) as { pipelineId: string };
  return pipelineId;
}

/** Value below which that share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
