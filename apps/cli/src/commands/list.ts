import type { ExitCode } from '../exit';
import { showRun, toRunDocument } from '../show/show-run';
import { formatTable } from '../show/show-table';
import { requireStack, type StackOptions } from '../stack/find-stack';
import { printJson, type Terminal } from '../terminal';

export interface ListOptions extends StackOptions {
  json?: boolean;
}

/** The newest runs, or one in detail. */
export async function showRuns(
  runId: string | undefined,
  options: ListOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { client } = await requireStack(options);
  if (runId !== undefined) {
    const run = await client.getRun({ params: { runId } });
    if (options.json) printJson(terminal, toRunDocument(run));
    else showRun(terminal, run);
    return 0;
  }
  const { runs } = await client.listRuns();
  if (options.json) printJson(terminal, runs);
  else {
    const rows = runs.map((run) => [run.runId, run.status, run.createdAt, run.name]);
    terminal.out(formatTable(['run', 'state', 'begun', 'graph'], rows));
  }
  return 0;
}

export async function showDatasets(options: ListOptions, terminal: Terminal): Promise<ExitCode> {
  const { client } = await requireStack(options);
  const { datasets } = await client.listDatasets({ query: { limit: 200 } });
  if (options.json) printJson(terminal, datasets);
  else {
    const rows = datasets.map(({ name, version, element, examples, classes }) => {
      return [name, version, element.kind, examples, classes.length];
    });
    terminal.out(formatTable(['data set', 'version', 'of', 'examples', 'classes'], rows));
  }
  return 0;
}

export async function showModels(options: ListOptions, terminal: Terminal): Promise<ExitCode> {
  const { client } = await requireStack(options);
  const { models } = await client.listModels({ query: { limit: 200 } });
  if (options.json) printJson(terminal, models);
  else {
    const rows = models.map(({ name, versions }) => {
      const [newest] = versions;
      return [
        name,
        newest?.version ?? null,
        newest?.labels.length ?? null,
        newest?.createdAt ?? null,
      ];
    });
    terminal.out(formatTable(['model', 'version', 'classes', 'made'], rows));
  }
  return 0;
}
