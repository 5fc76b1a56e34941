import type { ExitCode } from '../exit';
import { formatTable } from '../show/show-table';
import { requireStack } from '../stack/find-stack';
import { printJson, type Terminal } from '../terminal';
import type { ListOptions } from './list';

/** Base models that others publish, and which of them can be fetched from here. */
export async function showPublished(options: ListOptions, terminal: Terminal): Promise<ExitCode> {
  const { client } = await requireStack(options);
  const { bases } = await client.listPublishedBases();
  if (options.json) printJson(terminal, bases);
  else {
    const rows = bases.map(({ ref, licence, state, reason }) => [ref, licence, reason ?? state]);
    terminal.out(formatTable(['base', 'licence', 'state'], rows));
  }
  return 0;
}

/** Fetches one of them, and says by which files it is known from now on. */
export async function fetchPublished(
  ref: string,
  options: ListOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { client } = await requireStack(options);
  const fetched = await client.fetchPublishedBase({ params: { ref } });
  if (options.json) printJson(terminal, fetched);
  else {
    const { base, digests } = fetched;
    terminal.out(`${base.name}: reads ${base.input}, ${String(base.layers)} layers\n`);
    terminal.out(formatTable(['file', 'sha256'], Object.entries(digests)));
  }
  return 0;
}
